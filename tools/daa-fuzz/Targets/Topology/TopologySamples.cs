using System.Collections.Immutable;
using DaaCompute.Net.Topology;
using DaaCompute.Net.Topology.State;

namespace DaaCompute.Net.Fuzz.Targets.Topology;

/// <summary>Statements, endorsements and signatures that the targets of the topology start from.</summary>
internal static class TopologySamples
{
    private static readonly PeerPublicKey One = Samples.Key(PeerKeyType.Ed25519, "one");
    private static readonly PeerPublicKey Other = Samples.Key(PeerKeyType.MlDsa65, "other");

    public static IEnumerable<TopologyStatement> Statements { get; } =
    [
        new(new NodeJoined(new NodeInfo(One.PeerId, NodeRole.SuperNode, NodeCapabilities.Quic, "eu-west")), 1, 4096),
        new(new NodeLeft(Other.PeerId, Graceful: true), 2, 0),
        new(new LinkEstablished(One.PeerId, Other.PeerId, 42), 1UL << 33, -1),
        new(new LinkFailed(Other.PeerId, One.PeerId), ulong.MaxValue, long.MaxValue - 1),
    ];

    public static DetachedEndorsement Endorsement { get; } = new(
        new BatchSignature(One.PeerId, 3, new byte[64], One.Encoded), 1, [Digest(1), Digest(2)]);

    public static IEnumerable<StateRecord> Records { get; } =
    [
        new StoredMember(new MemberRecord(
            new NodeInfo(One.PeerId, NodeRole.Leaf, NodeCapabilities.None),
            One,
            7,
            3,
            ImmutableSortedDictionary<PeerId, LinkRecord>.Empty)),
        new StoredDeparted(Other.PeerId, new DepartedRecord(9, 500)),
        new StoredLink(ChangeSubject.Link(One.PeerId, Other.PeerId), new LinkRecord(12, 1UL << 33, IsUp: true, -1)),
    ];

    public static ContentDigest Digest(byte fill)
    {
        byte[] bytes = new byte[ContentDigest.Size];
        bytes.AsSpan().Fill(fill);
        return new ContentDigest(bytes);
    }
}
