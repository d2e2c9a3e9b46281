using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Topology.State;

/// <summary>What a change is about: a node, or a link, which is an unordered pair of nodes.</summary>
/// <param name="First">The node, or the link's end with the smaller id.</param>
/// <param name="Second">The link's other end; null for a node.</param>
internal readonly record struct ChangeSubject(PeerId First, PeerId? Second = null) : IComparable<ChangeSubject>
{
    public bool IsLink => Second is not null;

    /// <summary>The id, or both ids one after the other, each of which tells its own length.</summary>
    public byte[] Bytes => [.. First.Bytes.Span, .. Second is null ? default : Second.Bytes.Span];

    /// <summary>The link between two nodes, whichever is named first.</summary>
    public static ChangeSubject Link(PeerId one, PeerId other) =>
        one <= other ? new ChangeSubject(one, other) : new ChangeSubject(other, one);

    public static ChangeSubject Of(TopologyChange change) => change switch
    {
        NodeJoined joined => new ChangeSubject(joined.Node.Id),
        NodeLeft left => new ChangeSubject(left.NodeId),
        LinkEstablished link => Link(link.From, link.To),
        LinkFailed link => Link(link.From, link.To),
        _ => throw new ArgumentException($"{change.GetType().Name} is no change of the topology.", nameof(change)),
    };

    public int CompareTo(ChangeSubject other)
    {
        int first = First.CompareTo(other.First);
        return first != 0 ? first
            : Second is null ? (other.Second is null ? 0 : -1)
            : Second.CompareTo(other.Second);
    }

    /// <summary>Where the subject stands in the tree of the state.</summary>
    public ContentDigest KeyIn(IContentHash hash)
    {
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        hash.Hash(Bytes, digest);
        return new ContentDigest(digest);
    }
}
