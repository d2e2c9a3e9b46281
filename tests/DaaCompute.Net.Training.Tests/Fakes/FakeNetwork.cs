using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Fakes;

/// <summary>One node's <see cref="IPeerNetwork"/> on a <see cref="FakeHub"/>.</summary>
internal sealed class FakeNetwork(FakeHub hub, int number) : IPeerNetwork
{
    private readonly ConcurrentDictionary<PeerId, FakeConnection> _connections = new();
    private readonly ConcurrentDictionary<string, IProtocolHandler> _handlers = new();
    private readonly List<Channel<PeerEvent>> _subscribers = [];

    public PeerPublicKey Key { get; } = TestPeers.Key(number);

    public PeerInfo LocalPeer { get; } = new(TestPeers.Id(number), [Multiaddress.Parse($"/memory/{number + 1}")]);

    public ImmutableArray<IPeerConnection> Connected => [.. _connections.OrderBy(one => one.Key).Select(one => one.Value)];

    public bool IsDead { get; private set; }

    public IPeerConnection? FindConnection(PeerId peer) => _connections.GetValueOrDefault(peer);

    public ValueTask<IPeerConnection> ConnectAsync(PeerId peer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(hub.Connect(this, peer));

    public ValueTask<IPeerConnection> ConnectAsync(Multiaddress address, CancellationToken cancellationToken = default) =>
        throw new PeerUnreachableException(null, "Fake peers are dialled by id.");

    public async ValueTask<IPeerStream> OpenStreamAsync(
        PeerId peer, ProtocolId protocol, CancellationToken cancellationToken = default)
    {
        IPeerConnection connection = await ConnectAsync(peer, cancellationToken);
        return await connection.OpenStreamAsync(protocol, cancellationToken);
    }

    public IDisposable Handle(IProtocolHandler handler)
    {
        Assert.True(_handlers.TryAdd(handler.Protocol.Value, handler));
        return new Removal(this, handler.Protocol);
    }

    public ValueTask<TimeSpan> PingAsync(PeerId peer, CancellationToken cancellationToken = default) => new(TimeSpan.Zero);

    public ValueTask DisconnectAsync(PeerId peer, CancellationToken cancellationToken = default)
    {
        _connections.GetValueOrDefault(peer)?.Cut();
        return ValueTask.CompletedTask;
    }

    public ValueTask<ISubscription<PeerEvent>> SubscribeAsync(CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<PeerEvent>();
        lock (_subscribers)
        {
            _subscribers.Add(channel);
        }

        return new ValueTask<ISubscription<PeerEvent>>(new Subscription(channel));
    }

    /// <summary>Ends every connection, as the death of a process does.</summary>
    public void Kill()
    {
        IsDead = true;
        foreach (FakeConnection connection in _connections.Values)
        {
            connection.Cut();
        }
    }

    public IProtocolHandler? FindHandler(ProtocolId protocol) => _handlers.GetValueOrDefault(protocol.Value);

    public void Add(FakeConnection connection)
    {
        _connections[connection.RemotePeer.Id] = connection;
        Publish(new PeerEvent(PeerEventKind.Connected, connection));
    }

    public void Remove(FakeConnection connection)
    {
        _connections.TryRemove(new KeyValuePair<PeerId, FakeConnection>(connection.RemotePeer.Id, connection));
        Publish(new PeerEvent(PeerEventKind.Disconnected, connection));
    }

    private void Publish(PeerEvent happened)
    {
        lock (_subscribers)
        {
            _subscribers.ForEach(channel => channel.Writer.TryWrite(happened));
        }
    }

    private sealed class Removal(FakeNetwork network, ProtocolId protocol) : IDisposable
    {
        public void Dispose() => network._handlers.TryRemove(protocol.Value, out _);
    }

    private sealed class Subscription(Channel<PeerEvent> channel) : ISubscription<PeerEvent>
    {
        public long Dropped => 0;

        public IAsyncEnumerator<PeerEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            channel.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        public ValueTask DisposeAsync()
        {
            channel.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }
    }
}
