using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class ConnectionRegistryTests
{
    private readonly ManualTime _time = new();
    private readonly TransportOptions _options = new();
    private readonly EventHub _events = new();

    [Fact]
    public void Add_PeerHasTooManyLinks_NamesTheSetting()
    {
        (ConnectionRegistry registry, ConnectionLimits limits) = Create();
        for (int count = 0; count < 8; count++)
        {
            registry.Add(Link(limits));
        }

        ResourceLimitException thrown = Assert.Throws<ResourceLimitException>(() => registry.Add(Link(limits)));

        Assert.Equal(("DaaCompute:Transport:Limits:PeerConnections", 8L), (thrown.Setting, thrown.Limit));
        Assert.Single(registry.Connected);
    }

    [Fact]
    public void Add_PeerUsesTooMuchMemory_NamesTheSetting()
    {
        _options.Limits.PeerMemory = 100;
        (ConnectionRegistry registry, ConnectionLimits limits) = Create();
        ConnectionLease lease = limits.AcquireOutbound();
        Assert.True(lease.Memory.TryReserve(101));

        ResourceLimitException thrown = Assert.Throws<ResourceLimitException>(
            () => registry.Add(new PeerLink(new FakeMultiplexedConnection(2, isOutbound: true), lease, _time)));

        Assert.Equal(("DaaCompute:Transport:Limits:PeerMemory", 100L), (thrown.Setting, thrown.Limit));
        Assert.Empty(registry.Connected);
    }

    [Fact]
    public void Add_Closed_IsRefused()
    {
        (ConnectionRegistry registry, ConnectionLimits limits) = Create();
        registry.Close();

        Assert.Throws<ConnectionClosedException>(() => registry.Add(Link(limits)));
    }

    [Fact]
    public async Task Publish_SlowReader_LosesTheOldestAndCountsThem()
    {
        (ConnectionRegistry registry, ConnectionLimits limits) = Create();
        await using EventSubscription subscription = _events.Subscribe();
        for (int count = 0; count < EventSubscription.Capacity; count++)
        {
            PeerLink link = Link(limits);
            PeerConnection connection = registry.Add(link).Connection;
            registry.Remove(connection, link);
            link.Dispose();
        }

        _events.Complete();
        List<PeerEventKind> seen = [];
        await foreach (PeerEvent peerEvent in subscription)
        {
            seen.Add(peerEvent.Kind);
        }

        Assert.Equal(EventSubscription.Capacity, seen.Count);
        Assert.Equal(EventSubscription.Capacity, subscription.Dropped);
        Assert.Equal(PeerEventKind.Disconnected, seen[^1]);
        await using EventSubscription late = _events.Subscribe();
        await foreach (PeerEvent peerEvent in late)
        {
            Assert.Fail($"Nothing can happen any more, but {peerEvent.Kind} did.");
        }
    }

    private PeerLink Link(ConnectionLimits limits) =>
        new(new FakeMultiplexedConnection(2, isOutbound: true), limits.AcquireOutbound(), _time);

    private (ConnectionRegistry Registry, ConnectionLimits Limits) Create()
    {
        ConnectionLimits limits = new(_options, _time);
        return (new ConnectionRegistry(TestContexts.Create(1, _options, _time), _events, limits), limits);
    }
}
