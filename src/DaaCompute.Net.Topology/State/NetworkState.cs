using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Topology.Wire;

namespace DaaCompute.Net.Topology.State;

/// <summary>
/// The network as its members agree on it. Never changed: applying a change gives another state, which shares with this one
/// what is the same.
/// </summary>
/// <remarks>
/// A function of what was applied, in its order: two replicas that applied the same are equal and have the same
/// <see cref="Digest"/>. Bounded by <see cref="Limits"/>.
/// </remarks>
internal sealed partial class NetworkState
{
    private readonly IContentHash _hash;

    private NetworkState(IContentHash hash, StateLimits limits)
    {
        _hash = hash;
        Limits = limits;
        Trie = new StateTrie(hash);
        Digest = ComputeDigest();
    }

    private NetworkState(NetworkState origin)
    {
        _hash = origin._hash;
        Limits = origin.Limits;
        Electorate = origin.Electorate;
        Height = origin.Height;
        Members = origin.Members;
        Departed = origin.Departed;
        Expiries = origin.Expiries;
        Trie = origin.Trie;
        Links = origin.Links;
    }

    public StateLimits Limits { get; }

    public Electorate Electorate { get; private init; } = Electorate.None;

    /// <summary>The height of the last proposal that it includes; -1 before the first.</summary>
    public long Height { get; private set; } = -1;

    public ImmutableSortedDictionary<PeerId, MemberRecord> Members { get; private set; } =
        ImmutableSortedDictionary<PeerId, MemberRecord>.Empty;

    public ImmutableSortedDictionary<PeerId, DepartedRecord> Departed { get; private set; } =
        ImmutableSortedDictionary<PeerId, DepartedRecord>.Empty;

    /// <summary>How many links are up.</summary>
    public int Links { get; private set; }

    /// <summary>Names the state: height, limits, validators, and everything it holds.</summary>
    public ContentDigest Digest { get; private set; }

    /// <summary>Who left, in the order in which they are forgotten.</summary>
    private ImmutableSortedSet<(long ExpiresAt, PeerId Node)> Expiries { get; set; } = [];

    private StateTrie Trie { get; set; }

    /// <summary>The state before the first proposal.</summary>
    public static NetworkState Genesis(IContentHash hash, StateLimits limits, Electorate? electorate = null) =>
        new NetworkState(hash, limits).With(electorate ?? Electorate.None);

    /// <summary>The same state in another epoch.</summary>
    public NetworkState With(Electorate electorate)
    {
        NetworkState next = new(this) { Electorate = electorate };
        next.Digest = next.ComputeDigest();
        return next;
    }

    /// <summary>Applies what a proposal holds: each change that keeps the invariants, in order. The others are left out.</summary>
    /// <param name="changes">The changes; empty for a proposal that is none of the topology's.</param>
    /// <param name="verdicts">What became of each change.</param>
    /// <returns>The state one height further.</returns>
    public NetworkState Apply(ImmutableArray<ProvenChange> changes, out ImmutableArray<ChangeVerdict> verdicts)
    {
        NetworkState next = new(this);
        ImmutableArray<ChangeVerdict>.Builder told = ImmutableArray.CreateBuilder<ChangeVerdict>(changes.Length);
        foreach (ProvenChange change in changes)
        {
            ChangeVerdict verdict = TopologyRules.Check(next, change);
            told.Add(verdict);
            if (verdict == ChangeVerdict.Valid)
            {
                next.Carry(change);
            }
        }

        next.Height++;
        next.Forget();
        next.Digest = next.ComputeDigest();
        verdicts = told.MoveToImmutable();
        return next;
    }

    /// <summary>Every link that is up, once, in the order of its ends' ids.</summary>
    public IEnumerable<(ChangeSubject Ends, LinkRecord Link)> LinksUp() =>
        from member in Members
        from link in member.Value.Links
        where link.Value.IsUp && member.Key < link.Key
        select (new ChangeSubject(member.Key, link.Key), link.Value);

    private void Carry(ProvenChange change)
    {
        switch (change.Statement.Change)
        {
            case NodeJoined joined:
                Join(joined.Node, change.SubjectKey!, change.Statement.Sequence);
                break;
            case NodeLeft left:
                Leave(left.NodeId, change.Statement.Sequence);
                break;
            case LinkEstablished link:
                MakeRoom(link.From, link.To);
                MakeRoom(link.To, link.From);
                SetLink(link.From, link.To, new LinkRecord(link.LatencyMs, change.Statement.Sequence, IsUp: true, ExpiresAt: -1));
                break;
            case LinkFailed link:
                LinkRecord record = Members[link.From].Links[link.To];
                SetLink(link.From, link.To, record with
                {
                    Sequence = change.Statement.Sequence,
                    IsUp = false,
                    ExpiresAt = SequenceRule.ExpiresAt(Height + 1, Limits.Window),
                });
                break;
        }
    }

    private void Join(NodeInfo node, PeerPublicKey key, ulong sequence)
    {
        MemberRecord member = Members.TryGetValue(node.Id, out MemberRecord? known)
            ? known with { Info = node, Sequence = sequence }
            : new MemberRecord(node, key, sequence, Height + 1, ImmutableSortedDictionary<PeerId, LinkRecord>.Empty);
        if (Departed.TryGetValue(node.Id, out DepartedRecord? departed))
        {
            Departed = Departed.Remove(node.Id);
            Expiries = Expiries.Remove((departed.ExpiresAt, node.Id));
        }

        Members = Members.SetItem(node.Id, member);
        Plant(new StoredMember(member));
    }

    private void Leave(PeerId node, ulong sequence)
    {
        foreach (PeerId other in Members[node].Links.Keys)
        {
            RemoveLink(node, other);
        }

        DepartedRecord departed = new(sequence, SequenceRule.ExpiresAt(Height + 1, Limits.Window));
        Members = Members.Remove(node);
        Departed = Departed.SetItem(node, departed);
        Expiries = Expiries.Add((departed.ExpiresAt, node));
        Plant(new StoredDeparted(node, departed));
    }

    /// <summary>Drops what has expired of a member's links, so that a new one finds room.</summary>
    private void MakeRoom(PeerId member, PeerId keep)
    {
        foreach ((PeerId other, LinkRecord link) in Members[member].Links)
        {
            if (other != keep && !link.CountsAt(Height + 1))
            {
                RemoveLink(member, other);
            }
        }
    }

    private void SetLink(PeerId one, PeerId other, LinkRecord link)
    {
        bool wasUp = Members[one].Links.TryGetValue(other, out LinkRecord? before) && before.IsUp;
        Links += (link.IsUp ? 1 : 0) - (wasUp ? 1 : 0);
        SetEnd(one, links => links.SetItem(other, link));
        SetEnd(other, links => links.SetItem(one, link));
        Plant(new StoredLink(ChangeSubject.Link(one, other), link));
    }

    private void RemoveLink(PeerId one, PeerId other)
    {
        Links -= Members[one].Links[other].IsUp ? 1 : 0;
        SetEnd(one, links => links.Remove(other));
        SetEnd(other, links => links.Remove(one));
        Uproot(ChangeSubject.Link(one, other));
    }

    private void SetEnd(
        PeerId end,
        Func<ImmutableSortedDictionary<PeerId, LinkRecord>, ImmutableSortedDictionary<PeerId, LinkRecord>> change)
    {
        MemberRecord member = Members[end];
        Members = Members.SetItem(end, member with { Links = change(member.Links) });
    }

    /// <summary>Forgets those that left, once no statement of theirs can be valid any more.</summary>
    private void Forget()
    {
        while (!Expiries.IsEmpty && Expiries.Min.ExpiresAt <= Height)
        {
            PeerId oldest = Expiries.Min.Node;
            Expiries = Expiries.Remove(Expiries.Min);
            Departed = Departed.Remove(oldest);
            Uproot(new ChangeSubject(oldest));
        }
    }

    private ContentDigest ComputeDigest() => RecordCodec.Digest(_hash, Height, Trie.Root, Limits, Electorate);
}
