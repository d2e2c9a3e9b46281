using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Crypto.Entropy;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Benchmarks.Gossip;

/// <summary>The router's work: a heartbeat with nothing to do, one with messages to tell of, one message forwarded.</summary>
[MemoryDiagnoser]
public class HeartbeatBenchmark
{
    private const string Topic = "t";

    private GossipMesh _mesh = null!;
    private PeerId[] _peers = [];
    private TimeSpan _now;
    private int _number;

    /// <summary>How many subscribers are connected.</summary>
    [Params(30, 100)]
    public int Peers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _mesh = new GossipMesh(new GossipOptions { TopicScore = new TopicScoreOptions() }, new SystemEntropySource());
        _peers = [.. Enumerable.Range(0, Peers).Select(number => PeerId.FromEncodedPublicKey([.. BitConverter.GetBytes(number), .. new byte[60]]))];
        _mesh.Step(new GossipEvent.Joined(Topic), _now);
        foreach (PeerId peer in _peers)
        {
            _mesh.Step(new GossipEvent.PeerAdded(peer, GossipVersion.V12, IsOutbound: true, Address: null), _now);
            GossipRpc rpc = new() { Subscriptions = [new SubscriptionChange(Topic, IsSubscribed: true)] };
            _mesh.Step(new GossipEvent.Received(peer, rpc, []), _now);
        }
    }

    [Benchmark(Baseline = true)]
    public int IdleHeartbeat() => Beat();

    [Benchmark]
    public int HeartbeatWithMessages()
    {
        for (int count = 0; count < 10; count++)
        {
            Forward();
        }

        return Beat();
    }

    [Benchmark]
    public int Forward()
    {
        InboundMessage message = ContentId.Identify(new PubsubMessage(Topic) { Data = BitConverter.GetBytes(_number++) })!;
        _mesh.Step(new GossipEvent.Received(_peers[_number % _peers.Length], new GossipRpc(), [message]), _now);
        return _mesh.Step(new GossipEvent.Validated(message, ValidationOutcome.Accepted), _now).Count;
    }

    private int Beat()
    {
        _now += TimeSpan.FromSeconds(1);
        return _mesh.Step(new GossipEvent.Heartbeat(), _now).Count;
    }
}
