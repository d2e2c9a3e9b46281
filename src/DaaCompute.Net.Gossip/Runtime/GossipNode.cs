using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip.Diagnostics;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>
/// Publish/subscribe: feeds the router with what streams, timers and the host bring, and carries out its effects. One lock
/// serialises the router, so that a peer's reader is held back by nothing but the work its own RPCs make.
/// </summary>
internal sealed partial class GossipNode : IGossip, ILayerService, IDisposable
{
    private readonly Lock _lock = new();
    private readonly IPeerNetwork _network;
    private readonly IEntropySource _entropy;
    private readonly TimeProvider _time;
    private readonly GossipOptions _options;
    private readonly GossipMetrics _metrics;
    private readonly ILogger<GossipNode> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly MessagePolicies _policies;
    private readonly ValidationPipeline _validation;
    private readonly PeerExchangeDialer _dialer;
    private readonly GossipMesh _mesh;
    private readonly Dictionary<PeerId, PeerLink> _links = [];
    private readonly Dictionary<string, List<TopicSubscription>> _subscriptions = new(StringComparer.Ordinal);
    private readonly List<MeshWaiter> _waiters = [];
    private readonly Queue<GossipEvent> _followUps = new();
    private readonly long _startTimestamp;
    private IDisposable[] _handlers = [];
    private ISubscription<PeerEvent>? _peerEvents;
    private Task _watching = Task.CompletedTask;
    private ITimer? _heartbeat;
    private long _beats;

    public GossipNode(
        IPeerNetwork network,
        IPeerDirectory directory,
        ISignedEnvelopes envelopes,
        Func<SignaturePolicy, IMessagePolicy> policies,
        IEnumerable<IGossipValidator> validators,
        IPeerReputation? reputation,
        IEntropySource entropy,
        TimeProvider time,
        IOptions<GossipOptions> options,
        GossipMetrics metrics,
        ILogger<GossipNode> log)
    {
        _network = network;
        _entropy = entropy;
        _time = time;
        _options = options.Value;
        _metrics = metrics;
        _log = log;
        _startTimestamp = time.GetTimestamp();
        _policies = new MessagePolicies(_options, policies);
        _validation = new ValidationPipeline(
            _options,
            _policies,
            validators,
            metrics,
            log,
            (message, outcome) => Apply(new GossipEvent.Validated(message, outcome)),
            _stop.Token);
        _dialer = new PeerExchangeDialer(network, directory, envelopes, log, _stop.Token);
        _mesh = new GossipMesh(_options, entropy, reputation is null ? null : peer => Ask(reputation, peer))
        {
            FindRecord = peer => _links.GetValueOrDefault(peer)?.Connection.RemotePeer.SignedRecord ?? default,
        };
    }

    public NetworkLayer Layer => NetworkLayer.Routing;

    private TimeSpan Now => _time.GetElapsedTime(_startTimestamp);

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _peerEvents = await _network.SubscribeAsync(cancellationToken).ConfigureAwait(false);
        _handlers = [.. GossipProtocols.All.Select(protocol => _network.Handle(new GossipHandler(protocol.Id, this)))];
        _watching = WatchPeersAsync(_peerEvents);
        foreach (IPeerConnection connection in _network.Connected)
        {
            EnsureIdentified(connection);
        }

        // The first heartbeat comes at a time of its own, or nodes started together would all beat at once.
        _heartbeat = _time.CreateTimer(
            static node => ((GossipNode)node!).Beat(),
            this,
            _options.HeartbeatInterval * _entropy.NextDouble(),
            _options.HeartbeatInterval);
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (_heartbeat is not null)
        {
            await _heartbeat.DisposeAsync().ConfigureAwait(false);
        }

        foreach (IDisposable handler in _handlers)
        {
            handler.Dispose();
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        if (_peerEvents is not null)
        {
            await _peerEvents.DisposeAsync().ConfigureAwait(false);
        }

        await _watching.ConfigureAwait(false);
        await CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    public async ValueTask PublishAsync(
        Topic topic, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(topic);
        cancellationToken.ThrowIfCancellationRequested();
        if (data.Length > _options.MaxMessageSize)
        {
            throw new ArgumentException(
                $"The payload has {data.Length} bytes; {GossipOptions.Path}:MaxMessageSize allows {_options.MaxMessageSize}.",
                nameof(data));
        }

        IMessagePolicy policy = _policies.Of(topic.Name);
        PubsubMessage message = policy.Seal(topic.Name, data);
        InboundMessage named = policy.Identify(message)
            ?? throw new InvalidOperationException($"A message of {topic} breaks the topic's own policy.");
        List<PeerOutbox> busy = [];
        Apply(new GossipEvent.Published(named), busy);
        _metrics.Published();

        // Where not a single receiver keeps up, the publisher waits for one: otherwise what it publishes would be lost.
        if (busy.Count > 0)
        {
            await Task.WhenAny(busy.Select(outbox => outbox.WhenRelaxed)).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask<ISubscription<GossipMessage>> SubscribeAsync(Topic topic, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(topic);
        cancellationToken.ThrowIfCancellationRequested();
        TopicSubscription subscription = new(topic.Name, _options.SubscriptionCapacity, _metrics, Unsubscribe);
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(topic.Name, out List<TopicSubscription>? all))
            {
                if (_subscriptions.Count >= _options.MaxTopics)
                {
                    throw new ResourceLimitException(
                        "topics subscribed to", _options.MaxTopics, $"{GossipOptions.Path}:MaxTopics");
                }

                _subscriptions.Add(topic.Name, all = []);
                GossipLog.Joined(_log, topic.Name);
            }

            all.Add(subscription);
            Apply(new GossipEvent.Joined(topic.Name));
        }

        return ValueTask.FromResult<ISubscription<GossipMessage>>(subscription);
    }

    public async ValueTask WaitForMeshAsync(Topic topic, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(topic);
        MeshWaiter waiter = new(topic.Name);
        lock (_lock)
        {
            if (_mesh.IsReady(topic.Name))
            {
                return;
            }

            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>A peer's score, for tests and diagnostics.</summary>
    internal double ScoreOf(PeerId peer)
    {
        lock (_lock)
        {
            return _mesh.ScoreOf(peer);
        }
    }

    /// <summary>The peers in a topic's mesh, for tests and diagnostics.</summary>
    internal PeerId[] MeshOf(string topic)
    {
        lock (_lock)
        {
            return [.. _mesh.MeshOf(topic)];
        }
    }

    /// <summary>The connected peers that subscribe to a topic, for tests and diagnostics.</summary>
    internal PeerId[] SubscribersOf(string topic)
    {
        lock (_lock)
        {
            return [.. _mesh.SubscribersOf(topic)];
        }
    }

    private double Ask(IPeerReputation reputation, PeerId peer)
    {
        try
        {
            return reputation.ScoreOf(peer);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The host's code failed inside a heartbeat, which must go on.
            GossipLog.ReputationFailed(_log, exception, peer);
            return 0;
        }
    }

    private void Unsubscribe(TopicSubscription subscription)
    {
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(subscription.Topic, out List<TopicSubscription>? all)
                || !all.Remove(subscription)
                || all.Count > 0)
            {
                return;
            }

            _subscriptions.Remove(subscription.Topic);
            GossipLog.Left(_log, subscription.Topic);
            Apply(new GossipEvent.Left(subscription.Topic));
        }
    }

    private void ThrowIfInvalid(Topic topic)
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        if (!TopicText.IsValid(topic.Name))
        {
            throw new ArgumentException("A topic's name must be well-formed Unicode.", nameof(topic));
        }
    }

    private async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        PeerLink[] links;
        lock (_lock)
        {
            foreach (List<TopicSubscription> all in _subscriptions.Values)
            {
                all.ForEach(static subscription => subscription.Complete());
            }

            foreach (string topic in _subscriptions.Keys.Order(StringComparer.Ordinal))
            {
                Apply(new GossipEvent.Left(topic));
            }

            _waiters.ForEach(waiter => waiter.Fail(new ObjectDisposedException(nameof(IGossip))));
            links = [.. _links.OrderBy(one => one.Key).Select(one => one.Value)];
            _links.Clear();
        }

        foreach (PeerLink link in links)
        {
            link.SetOpened(false);
            if (link.Outbox is not null)
            {
                await link.Outbox.CloseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
