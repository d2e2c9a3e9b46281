using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Scenarios.SecureLink;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Scenarios.Gossip;

/// <summary>Two whole nodes in one process, connected by TCP over loopback; one publishes, the other subscribes.</summary>
internal sealed class NodePair : IAsyncDisposable
{
    private static readonly Topic Topic = new("/scenarios/gossip");

    private readonly DaaComputeNetwork _publisher;
    private readonly DaaComputeNetwork _subscriber;
    private readonly ISubscription<GossipMessage> _subscription;
    private long _next;

    private NodePair(DaaComputeNetwork publisher, DaaComputeNetwork subscriber, ISubscription<GossipMessage> subscription)
    {
        _publisher = publisher;
        _subscriber = subscriber;
        _subscription = subscription;
    }

    public static async Task<NodePair> StartAsync(SignaturePolicy policy)
    {
        DaaComputeNetwork publisher = await StartNodeAsync(policy);
        DaaComputeNetwork subscriber = await StartNodeAsync(policy);
        ISubscription<GossipMessage> subscription = await subscriber.Gossip.SubscribeAsync(Topic);
        await publisher.Peers.ConnectAsync(subscriber.LocalPeer.Addresses[0].WithPeer(subscriber.LocalPeer.Id));
        await publisher.Gossip.WaitForMeshAsync(Topic);
        return new NodePair(publisher, subscriber, subscription);
    }

    /// <summary>Publishes from as many tasks as there are processors, and waits until every message has arrived.</summary>
    public async Task<Throughput> RunAsync(int size, int count)
    {
        Work work = await Work.MeasureAsync(async () =>
        {
            Task receiving = Task.Run(() => ReceiveAsync(count));
            await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount)
                .Select(part => Task.Run(() => PublishAsync(size, (count + part) / Environment.ProcessorCount))));
            await receiving;
        });
        return new Throughput(count / work.Seconds, work.CpuMicroseconds / count);
    }

    public async ValueTask DisposeAsync()
    {
        await _subscription.DisposeAsync();
        await _publisher.DisposeAsync();
        await _subscriber.DisposeAsync();
    }

    private static async Task<DaaComputeNetwork> StartNodeAsync(SignaturePolicy policy)
    {
        DaaComputeNetworkBuilder builder = new(NodePresets.Loopback);
        builder.ConfigureConnectionStrategy(strategy => strategy.Enabled = false);
        if (policy == SignaturePolicy.StrictSign)
        {
            // The alias signs, with Ed25519 as js-libp2p does.
            builder.AllowClassicalPeers();
        }

        builder.AddGossip(options =>
        {
            options.Policy = policy;
            options.SubscriptionCapacity = 1 << 20;
            options.MaxTopicValidations = options.MaxValidations;
        });
        return await builder.StartAsync();
    }

    private async Task PublishAsync(int size, int count)
    {
        byte[] data = new byte[size];
        for (int index = 0; index < count; index++)
        {
            // Different content, or an unsigned message would be a duplicate.
            BitConverter.TryWriteBytes(data, Interlocked.Increment(ref _next));
            await _publisher.Gossip.PublishAsync(Topic, data);
        }
    }

    private async Task ReceiveAsync(int count)
    {
        await foreach (GossipMessage _ in _subscription)
        {
            if (--count == 0)
            {
                return;
            }
        }
    }
}
