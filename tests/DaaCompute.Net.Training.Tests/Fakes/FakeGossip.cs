using System.Threading.Channels;
using DaaCompute.Net.Gossip;

namespace DaaCompute.Net.Training.Fakes;

/// <summary>One node's view of topics that all nodes of a test share; whoever subscribes gets what others publish.</summary>
internal sealed class FakeGossip(PeerId self, List<FakeGossip> all) : IGossip
{
    private readonly List<(Topic Topic, Channel<GossipMessage> Channel)> _subscriptions = [];

    public static FakeGossip Create(PeerId self, List<FakeGossip> all)
    {
        var gossip = new FakeGossip(self, all);
        lock (all)
        {
            all.Add(gossip);
        }

        return gossip;
    }

    public ValueTask PublishAsync(Topic topic, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        lock (all)
        {
            foreach ((Topic _, Channel<GossipMessage> channel) in all
                .Where(other => other != this)
                .SelectMany(other => other._subscriptions)
                .Where(subscription => subscription.Topic == topic))
            {
                channel.Writer.TryWrite(new GossipMessage(topic, self, data.ToArray(), self));
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ISubscription<GossipMessage>> SubscribeAsync(Topic topic, CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<GossipMessage>();
        lock (all)
        {
            _subscriptions.Add((topic, channel));
        }

        return new ValueTask<ISubscription<GossipMessage>>(new Subscription(this, (topic, channel)));
    }

    public async ValueTask WaitForMeshAsync(Topic topic, CancellationToken cancellationToken = default)
    {
        while (!HasOther(topic))
        {
            await Task.Delay(1, cancellationToken);
        }
    }

    private bool HasOther(Topic topic)
    {
        lock (all)
        {
            return all.Any(other => other != this && other._subscriptions.Any(subscription => subscription.Topic == topic));
        }
    }

    private sealed class Subscription(FakeGossip gossip, (Topic Topic, Channel<GossipMessage> Channel) entry)
        : ISubscription<GossipMessage>
    {
        public long Dropped => 0;

        public IAsyncEnumerator<GossipMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            entry.Channel.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        public ValueTask DisposeAsync()
        {
            lock (gossip.Others)
            {
                gossip._subscriptions.Remove(entry);
            }

            return ValueTask.CompletedTask;
        }
    }

    private List<FakeGossip> Others => all;
}
