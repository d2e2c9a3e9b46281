using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Tests.Protocol;

/// <summary>A router under test, with a clock moved by hand and everything it asked for.</summary>
internal sealed class MeshNode
{
    public const string Topic = "t";

    private readonly GossipMesh _mesh;

    public MeshNode(Action<GossipOptions>? configure = null, int seed = 1, Func<PeerId, double>? application = null)
    {
        configure?.Invoke(Options);
        _mesh = new GossipMesh(Options, new SeededEntropy(seed), application) { FindRecord = _ => Record };
    }

    public GossipOptions Options { get; } = new();

    public TimeSpan Now { get; private set; }

    public byte[] Record { get; set; } = [];

    public List<GossipEffect> Effects { get; } = [];

    public GossipMesh Mesh => _mesh;

    public PeerId[] MeshPeers => [.. _mesh.MeshOf(Topic)];

    public static InboundMessage Message(string text, string topic = Topic) =>
        ContentId.Identify(new PubsubMessage(topic) { Data = Encoding.UTF8.GetBytes(text) })!;

    /// <summary>A signed message's shape: the id says nothing about the content.</summary>
    public static InboundMessage Signed(string id, string text) => new(
        new PubsubMessage(Topic) { Data = Encoding.UTF8.GetBytes(text) },
        new MessageId(Encoding.UTF8.GetBytes(id)),
        new MessageId(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    public void Step(GossipEvent happened)
    {
        Effects.Clear();
        Effects.AddRange(_mesh.Step(happened, Now));
    }

    public void Advance(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public void Beat(int count = 1)
    {
        for (int index = 0; index < count; index++)
        {
            Advance(1);
            Step(new GossipEvent.Heartbeat());
        }
    }

    public void Join(string topic = Topic) => Step(new GossipEvent.Joined(topic));

    public PeerId Add(
        int number, bool isOutbound = false, GossipVersion version = GossipVersion.V12, UInt128? address = null, bool subscribes = true)
    {
        PeerId peer = TestPeers.Peer(number);
        Step(new GossipEvent.PeerAdded(peer, version, isOutbound, address));
        if (subscribes)
        {
            Receive(peer, new GossipRpc { Subscriptions = [new SubscriptionChange(Topic, IsSubscribed: true)] });
        }

        return peer;
    }

    public void Receive(PeerId from, GossipRpc rpc) => Step(new GossipEvent.Received(from, rpc, []));

    public void Receive(PeerId from, params ImmutableArray<InboundMessage> messages) =>
        Step(new GossipEvent.Received(from, new GossipRpc { Messages = [.. messages.Select(one => one.Message)] }, messages));

    public void Conclude(InboundMessage message, ValidationOutcome outcome = ValidationOutcome.Accepted) =>
        Step(new GossipEvent.Validated(message, outcome));

    public void Graft(PeerId from) => Receive(from, new GossipRpc { Graft = [Topic] });

    public void Prune(PeerId from, ulong backoff = 60) => Receive(from, new GossipRpc { Prune = [new Prune(Topic, [], backoff)] });

    public double Score(PeerId peer) => _mesh.ScoreOf(peer);

    public IEnumerable<GossipEffect.SendControl> ControlTo(PeerId peer) =>
        Effects.OfType<GossipEffect.SendControl>().Where(send => send.To == peer);

    public bool WasPruned(PeerId peer) => ControlTo(peer).Any(send => send.Rpc.Prune.Any(prune => prune.Topic == Topic));

    public bool WasGrafted(PeerId peer) => ControlTo(peer).Any(send => send.Rpc.Graft.Contains(Topic));

    public PeerId[] SentTo(InboundMessage message) =>
        [.. Effects.OfType<GossipEffect.SendMessage>().Where(send => ReferenceEquals(send.Message, message.Message)).SelectMany(send => send.To)];
}
