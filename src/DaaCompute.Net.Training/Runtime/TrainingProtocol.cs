using DaaCompute.Net.Crypto;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>The groups of this node, the links to its peers, and what peers say of who is in which group.</summary>
internal sealed partial class TrainingProtocol : ITrainingProtocol, ILayerService, IGroupOutlet, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<GroupId, AllReduceGroup> _groups = [];
    private readonly GroupServices _services;
    private readonly GroupLinks _links;
    private readonly MemberDialer _dialer;
    private readonly MemberSearch _search;
    private readonly List<Task> _searches = [];
    private readonly AnnouncementBook _book;
    private readonly IEntropySource _entropy;
    private readonly TrainingOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private IDisposable[] _handlers = [];
    private ISubscription<PeerEvent>? _peerEvents;
    private Task _watching = Task.CompletedTask;

    public TrainingProtocol(
        IPeerNetwork network,
        IPeerDirectory directory,
        INodeIdentity identity,
        ISignatureVerifier verifier,
        IContentHash hash,
        IEntropySource entropy,
        TimeProvider time,
        IOptions<TrainingOptions> options,
        TrainingMetrics metrics,
        ILogger<TrainingProtocol> logger,
        IContentRouter? content = null,
        IGossip? gossip = null)
    {
        _services = new GroupServices(network, new GroupCodec(identity, verifier), hash, time, metrics, logger);
        _links = new GroupLinks(logger, time, Linked, Lost);
        _dialer = new MemberDialer(network, directory, time, logger);
        _search = new MemberSearch(content, gossip, time, logger);
        _entropy = entropy;
        _options = options.Value;
        _book = new AnnouncementBook(_options.MaxKnownGroups, _options.MaxKnownMembers);
    }

    public NetworkLayer Layer => NetworkLayer.Application;

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _handlers =
        [
            _services.Network.Handle(new GroupHandler(_links, _services.Logger, DispatchAsync)),
            _services.Network.Handle(new RingHandler(_services.Time, Find)),
        ];
        _peerEvents = await _services.Network.SubscribeAsync(cancellationToken).ConfigureAwait(false);
        _watching = WatchPeersAsync(_peerEvents);
        foreach (IPeerConnection connection in _services.Network.Connected)
        {
            _links.Ensure(connection);
        }
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        AllReduceGroup[] groups;
        lock (_lock)
        {
            groups = [.. _groups.Values.OrderBy(group => group.Id.Value, StringComparer.Ordinal)];
        }

        foreach (AllReduceGroup group in groups)
        {
            await group.DisposeAsync().ConfigureAwait(false);
        }

        Task[] searches;
        lock (_lock)
        {
            searches = [.. _searches];
        }

        await Task.WhenAll(searches).WaitAsync(cancellationToken).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (IDisposable handler in _handlers)
        {
            handler.Dispose();
        }

        if (_peerEvents is not null)
        {
            await _peerEvents.DisposeAsync().ConfigureAwait(false);
        }

        await _watching.ConfigureAwait(false);
        await _links.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    public async ValueTask<IAllReduceGroup> JoinGroupAsync(
        GroupId group, AllReduceOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = group.Value;
        AllReduceOptions taken = (options ?? _options.AllReduce).Copy();
        if (AllReduceOptionsRule.FindError(taken, "DaaCompute:Training:AllReduce") is { } error)
        {
            throw new ArgumentException(error, nameof(options));
        }

        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Vectors travel as they are in memory, little-endian.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        AllReduceGroup joined = Create(group, taken);
        try
        {
            Announce(joined);
            await joined.WaitJoinedAsync(cancellationToken).ConfigureAwait(false);
            return joined;
        }
        catch
        {
            await joined.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private AllReduceGroup Create(GroupId group, AllReduceOptions options)
    {
        // The time comes first, so that a later life of a peer is known by its larger number; 20 random bits follow.
        ulong milliseconds = (ulong)_services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var self = new MemberId(
            _services.Network.LocalPeer.Id, (milliseconds << 20) | (_entropy.NextUInt64() & 0xFFFFF));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            if (_groups.ContainsKey(group))
            {
                throw new InvalidOperationException($"This node is in group '{group}' already.");
            }

            var created = new AllReduceGroup(group, self, options, _services, this);
            _groups.Add(group, created);
            return created;
        }
    }

    private AllReduceGroup? Find(GroupId group)
    {
        lock (_lock)
        {
            return _groups.GetValueOrDefault(group);
        }
    }

    private AllReduceGroup[] Groups()
    {
        lock (_lock)
        {
            return [.. _groups.Values.OrderBy(group => group.Id.Value, StringComparer.Ordinal)];
        }
    }
}
