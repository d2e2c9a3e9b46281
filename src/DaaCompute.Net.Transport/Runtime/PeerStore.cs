using System.Collections.Immutable;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>
/// Keeps the peers that this node meets in the state store, where it has one, so that it finds its network again without
/// its bootstrap nodes. It listens to the network's events and works beside it: no dial and no handshake waits for it.
/// </summary>
internal sealed class PeerStore : ILayerService, IAsyncDisposable
{
    /// <summary>The collection; a key is a peer's id.</summary>
    public const string Collection = "transport/peers";

    /// <summary>Peers written by one commit: about 1.5 MB at most.</summary>
    private const int PeersPerCommit = 256;

    private readonly IPeerNetwork _network;
    private readonly PeerDiscoveryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IStateStore? _store;
    private readonly Lock _lock = new();
    private readonly KnownPeers _peers;
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private ISubscription<PeerEvent>? _events;
    private Task _running = Task.CompletedTask;
    private bool _isFailing;

    public PeerStore(
        IPeerNetwork network,
        IOptions<TransportOptions> options,
        TimeProvider time,
        ILogger<PeerStore> log,
        IStateStore? store = null)
    {
        _network = network;
        _options = options.Value.Discovery;
        _time = time;
        _log = log;
        _store = _options.StoredPeers > 0 ? store : null;
        _peers = new KnownPeers(_options.StoredPeers, _options.StoredPeerTimeToLive);
    }

    public NetworkLayer Layer => NetworkLayer.Transport;

    /// <summary>Ends when the peers of earlier runs are known, or are known not to be readable.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Whether anything is kept.</summary>
    public bool IsEnabled => _store is not null;

    /// <summary>The peers known now, the one met last first.</summary>
    public ImmutableArray<PeerInfo> Snapshot()
    {
        lock (_lock)
        {
            return _peers.Snapshot(_time.GetUtcNow());
        }
    }

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            _events = await _network.SubscribeAsync(cancellationToken).ConfigureAwait(false);
            _running = RunAsync(_store, _events);
        }
    }

    /// <summary>Writes what is left. The network has stopped before, so the last meetings are known.</summary>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (_events is not null)
        {
            await _events.DisposeAsync().ConfigureAwait(false);
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => StopAsync(CancellationToken.None);

    private async Task RunAsync(IStateStore store, IAsyncEnumerable<PeerEvent> events)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await LoadAsync(store).ConfigureAwait(false);
        _loaded.TrySetResult();
        Task saving = SaveRegularlyAsync(store);
        await foreach (PeerEvent happened in events.ConfigureAwait(false))
        {
            Note(happened);
        }

        await saving.ConfigureAwait(false);
        await SaveAsync(store).ConfigureAwait(false);
    }

    private async Task LoadAsync(IStateStore store)
    {
        int count = 0;
        try
        {
            await foreach (StateEntry entry in store
                .ScanAsync(Collection, ReadOnlyMemory<byte>.Empty, _stopping.Token)
                .ConfigureAwait(false))
            {
                if (KnownPeerCodec.TryDecode(entry.Key.Span, entry.Value.Span, out KnownPeer? peer))
                {
                    lock (_lock)
                    {
                        _peers.Load(peer, _time.GetUtcNow());
                    }

                    count++;
                }
            }

            TransportLog.StoredPeersLoaded(_log, count);
        }
        catch (StateStoreException exception)
        {
            TransportLog.StoredPeersUnreadable(_log, exception.Message);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops before it has read them all; they stay where they are.
        }
    }

    private void Note(PeerEvent happened)
    {
        // Who has not said what it is has told no address.
        IPeerConnection connection = happened.Connection;
        if (happened.Kind == PeerEventKind.Connected || connection.RemotePeer.AgentVersion is null)
        {
            return;
        }

        // Where a peer came from is not where it listens; only what this node dialled is known to lead back.
        PeerInfo met = connection.RemotePeer with
        {
            Addresses = connection.RemotePeer.Addresses.Remove(connection.RemoteAddress),
        };
        lock (_lock)
        {
            _peers.Meet(met, connection.IsOutbound ? connection.RemoteAddress : null, _time.GetUtcNow());
        }
    }

    private async Task SaveRegularlyAsync(IStateStore store)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.StoredPeerInterval, _time, _stopping.Token).ConfigureAwait(false);
                await SaveAsync(store).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops; what changed since is written last of all.
        }
    }

    private async Task SaveAsync(IStateStore store)
    {
        while (true)
        {
            ImmutableArray<(PeerId Id, KnownPeer? Peer)> changes;
            lock (_lock)
            {
                changes = _peers.TakeChanges(PeersPerCommit);
            }

            if (changes.IsEmpty)
            {
                return;
            }

            try
            {
                await store.CommitAsync([.. changes.Select(ToStateChange)], CancellationToken.None).ConfigureAwait(false);
                _isFailing = false;
            }
            catch (Exception exception) when (exception is StateStoreException or ArgumentException)
            {
                // A store whose bounds are smaller than a peer's record refuses it as an argument.
                KeepForLater(changes, exception.Message);
                return;
            }
        }
    }

    private void KeepForLater(ImmutableArray<(PeerId Id, KnownPeer? Peer)> changes, string reason)
    {
        lock (_lock)
        {
            foreach ((PeerId id, _) in changes)
            {
                _peers.MarkChanged(id);
            }
        }

        if (!_isFailing)
        {
            _isFailing = true;
            TransportLog.StoredPeersUnwritable(_log, reason);
        }
    }

    private static StateChange ToStateChange((PeerId Id, KnownPeer? Peer) change) => new(
        Collection, change.Id.Bytes, change.Peer is null ? default(ReadOnlyMemory<byte>?) : KnownPeerCodec.Encode(change.Peer));
}
