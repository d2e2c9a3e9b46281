using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>Streams to every connected peer that speaks the protocol, one each way. Safe for concurrent use.</summary>
internal sealed class ConsensusLinks(ConsensusContext context, Action<PeerId> opened)
{
    public static readonly ProtocolId Protocol = new("/daa/consensus/1.0.0");

    private readonly Lock _lock = new();
    private readonly SortedDictionary<PeerId, PeerLink> _links = [];
    private readonly HashSet<PeerId> _banned = [];
    private readonly HashSet<PeerId> _dialling = [];
    private CancellationToken _stop;

    /// <summary>The open links, by peer.</summary>
    public ImmutableArray<PeerLink> Open
    {
        get
        {
            lock (_lock)
            {
                return [.. _links.Values.Where(static link => link.Outbox is not null)];
            }
        }
    }

    public async ValueTask StartAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        _stop = stop;
        ISubscription<PeerEvent> events = await context.Network.SubscribeAsync(cancellationToken).ConfigureAwait(false);
        _ = WatchAsync(events);
        Refresh();
    }

    /// <summary>Opens what is not open: a stream may have broken, or an event been missed.</summary>
    public void Refresh()
    {
        foreach (IPeerConnection connection in context.Network.Connected)
        {
            Ensure(connection);
        }
    }

    /// <summary>Connects to a validator that is not connected; the attempt goes on by itself.</summary>
    public void Dial(PeerId peer)
    {
        lock (_lock)
        {
            if (_banned.Contains(peer) || context.Network.FindConnection(peer) is not null || !_dialling.Add(peer))
            {
                return;
            }
        }

        _ = DialAsync(peer);
    }

    public bool Send(PeerId peer, ConsensusMessage message)
    {
        PeerOutbox? outbox;
        lock (_lock)
        {
            outbox = _links.GetValueOrDefault(peer)?.Outbox;
        }

        return outbox?.TryEnqueue(ConsensusCodec.Frame(message)) ?? false;
    }

    /// <summary>Sends to every peer that a condition holds for; the frame is made once.</summary>
    public void Broadcast(ConsensusMessage message, Func<PeerLink, bool> isMeant)
    {
        byte[]? frame = null;
        foreach (PeerLink link in Open)
        {
            if (isMeant(link))
            {
                link.Outbox?.TryEnqueue(frame ??= ConsensusCodec.Frame(message));
            }
        }
    }

    public PeerLink? Find(PeerId peer)
    {
        lock (_lock)
        {
            return _links.GetValueOrDefault(peer);
        }
    }

    public bool IsBanned(PeerId peer)
    {
        lock (_lock)
        {
            return _banned.Contains(peer);
        }
    }

    /// <summary>Takes a peer's link away for good.</summary>
    public void Ban(PeerId peer)
    {
        PeerLink? link;
        lock (_lock)
        {
            _banned.Add(peer);
            _links.Remove(peer, out link);
        }

        link?.Outbox?.Abort("it is banned");
    }

    public void Close()
    {
        ImmutableArray<PeerLink> links;
        lock (_lock)
        {
            links = [.. _links.Values];
            _links.Clear();
        }

        foreach (PeerLink link in links)
        {
            link.Outbox?.Abort("the node stops");
        }
    }

    private void Ensure(IPeerConnection connection)
    {
        if (!connection.RemotePeer.Protocols.Contains(Protocol))
        {
            return;
        }

        PeerLink link;
        lock (_lock)
        {
            PeerId peer = connection.RemotePeer.Id;
            if (_stop.IsCancellationRequested || _banned.Contains(peer) || connection.Closed.IsCancellationRequested
                || (_links.TryGetValue(peer, out PeerLink? known) && ReferenceEquals(known.Connection, connection)))
            {
                return;
            }

            link = new PeerLink(connection);
            _links[peer] = link;
        }

        _ = OpenAsync(link);
    }

    private async Task OpenAsync(PeerLink link)
    {
        string reason = "it is no longer needed";
        try
        {
            IPeerStream stream = await link.Connection.OpenStreamAsync(Protocol, _stop).ConfigureAwait(false);
            PeerOutbox outbox = new(
                stream, context.Options.PeerQueueBytes, context.Time, context.Metrics, why => Remove(link, why));
            lock (_lock)
            {
                if (_links.TryGetValue(link.Peer, out PeerLink? current) && ReferenceEquals(current, link))
                {
                    link.Outbox = outbox;
                }
            }

            if (link.Outbox is null)
            {
                outbox.Abort(reason);
                return;
            }

            link.Connection.Closed.UnsafeRegister(
                static state => ((Action)state!)(), () => Remove(link, "the connection is gone."));
            ConsensusLog.PeerAdded(context.Log, link.Peer);
            opened(link.Peer);
            return;
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException or ObjectDisposedException)
        {
            reason = exception.Message;
        }

        Remove(link, reason);
    }

    private void Remove(PeerLink link, string reason)
    {
        lock (_lock)
        {
            if (!_links.TryGetValue(link.Peer, out PeerLink? current) || !ReferenceEquals(current, link))
            {
                return;
            }

            _links.Remove(link.Peer);
        }

        link.Outbox?.Abort(reason);
        ConsensusLog.PeerRemoved(context.Log, link.Peer, reason);
    }

    private async Task DialAsync(PeerId peer)
    {
        try
        {
            await context.Network.ConnectAsync(peer, _stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException or ObjectDisposedException)
        {
            ConsensusLog.ValidatorUnreached(context.Log, peer, exception.Message);
        }
        finally
        {
            lock (_lock)
            {
                _dialling.Remove(peer);
            }
        }
    }

    private async Task WatchAsync(ISubscription<PeerEvent> events)
    {
        try
        {
            await foreach (PeerEvent happened in events.WithCancellation(_stop).ConfigureAwait(false))
            {
                if (happened.Kind == PeerEventKind.Identified)
                {
                    Ensure(happened.Connection);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
        finally
        {
            await events.DisposeAsync().ConfigureAwait(false);
        }
    }
}
