using System.Text;

namespace DaaCompute.Net.Topology.State;

/// <summary>The invariants of the agreed state: the specification's <c>is_valid_change</c>, with its reasons.</summary>
/// <remarks>A function of the state and the change alone: every replica decides alike.</remarks>
internal static class TopologyRules
{
    public static ChangeVerdict Check(NetworkState state, ProvenChange change)
    {
        TopologyStatement statement = change.Statement;
        long height = state.Height + 1;
        if (statement.ValidThrough < height)
        {
            return ChangeVerdict.Expired;
        }

        if (statement.ValidThrough > height + state.Limits.Window)
        {
            return ChangeVerdict.TooFarAhead;
        }

        return statement.Change switch
        {
            NodeJoined joined => CheckJoin(state, joined, change),
            NodeLeft left => CheckLeave(state, left, change),
            LinkEstablished link => CheckLink(state, link, change),
            LinkFailed link => CheckFailure(state, link, change),
            _ => ChangeVerdict.Malformed,
        };
    }

    /// <summary>The number that a subject's next change has to take; null when the subject cannot change now.</summary>
    public static ulong? NextSequence(NetworkState state, ChangeSubject subject) =>
        LastSequence(state, subject) is ulong last ? SequenceRule.After(last)
            : FloorOf(state, subject) is long floor ? SequenceRule.First(state.Height + 1, state.Limits.Window, floor)
            : null;

    private static ulong? LastSequence(NetworkState state, ChangeSubject subject)
    {
        MemberRecord? first = state.Members.GetValueOrDefault(subject.First);
        return subject.Second is null
            ? first?.Sequence ?? state.Departed.GetValueOrDefault(subject.First)?.Sequence
            : first?.Links.GetValueOrDefault(subject.Second) is LinkRecord link && link.CountsAt(state.Height + 1)
                ? link.Sequence
                : null;
    }

    /// <summary>The height that a new subject's number has to be above; null for a link whose ends are not both members.</summary>
    private static long? FloorOf(NetworkState state, ChangeSubject subject) =>
        subject.Second is null ? -1
            : state.Members.TryGetValue(subject.First, out MemberRecord? first)
                && state.Members.TryGetValue(subject.Second, out MemberRecord? second)
                ? Math.Max(first.JoinedAt, second.JoinedAt)
                : null;

    private static ChangeVerdict CheckJoin(NetworkState state, NodeJoined joined, ProvenChange change)
    {
        NodeInfo node = joined.Node;
        if (!Enum.IsDefined(node.Role) || node.Capabilities < 0 || !IsRegion(node.Region))
        {
            return ChangeVerdict.Malformed;
        }

        if (!change.Signers.Contains(node.Id) || change.SubjectKey?.PeerId != node.Id)
        {
            return ChangeVerdict.NotSigned;
        }

        if (!IsNext(state, change))
        {
            return ChangeVerdict.WrongSequence;
        }

        // A member that joins again says what it is able to do now; it takes no more room than before.
        bool isKnown = state.Members.ContainsKey(node.Id) || state.Departed.ContainsKey(node.Id);
        return isKnown || state.Members.Count + state.Departed.Count < state.Limits.MaxNodes
            ? ChangeVerdict.Valid
            : ChangeVerdict.TooManyNodes;
    }

    private static ChangeVerdict CheckLeave(NetworkState state, NodeLeft left, ProvenChange change)
    {
        if (!state.Members.ContainsKey(left.NodeId))
        {
            return ChangeVerdict.NotAMember;
        }

        bool isSigned = left.Graceful
            ? change.Signers.Contains(left.NodeId)
            : change.Signers.Count(state.Electorate.Validators.Contains) >= state.Electorate.Observers;
        return !isSigned ? ChangeVerdict.NotSigned
            : IsNext(state, change) ? ChangeVerdict.Valid : ChangeVerdict.WrongSequence;
    }

    private static ChangeVerdict CheckLink(NetworkState state, LinkEstablished link, ProvenChange change)
    {
        if (link.From == link.To || link.LatencyMs is < 0 or > StateLimits.MaxLatencyMs)
        {
            return ChangeVerdict.Malformed;
        }

        if (!state.Members.TryGetValue(link.From, out MemberRecord? from)
            || !state.Members.TryGetValue(link.To, out MemberRecord? to))
        {
            return ChangeVerdict.NotAMember;
        }

        if (!change.Signers.Contains(link.From) || !change.Signers.Contains(link.To))
        {
            return ChangeVerdict.NotSigned;
        }

        if (!IsNext(state, change))
        {
            return ChangeVerdict.WrongSequence;
        }

        return HasRoom(state, from, link.To) && HasRoom(state, to, link.From)
            ? ChangeVerdict.Valid
            : ChangeVerdict.TooManyLinks;
    }

    private static ChangeVerdict CheckFailure(NetworkState state, LinkFailed link, ProvenChange change)
    {
        if (!state.Members.TryGetValue(link.From, out MemberRecord? from) || !state.Members.ContainsKey(link.To))
        {
            return ChangeVerdict.NotAMember;
        }

        if (!from.Links.TryGetValue(link.To, out LinkRecord? record) || !record.IsUp)
        {
            return ChangeVerdict.NoSuchLink;
        }

        bool isSigned = change.Signers.Contains(link.From) || change.Signers.Contains(link.To);
        return !isSigned ? ChangeVerdict.NotSigned
            : IsNext(state, change) ? ChangeVerdict.Valid : ChangeVerdict.WrongSequence;
    }

    private static bool IsNext(NetworkState state, ProvenChange change)
    {
        TopologyStatement statement = change.Statement;
        return LastSequence(state, statement.Subject) is ulong last
            ? SequenceRule.After(last) == statement.Sequence
            : FloorOf(state, statement.Subject) is long floor
                && SequenceRule.IsFirst(statement.Sequence, state.Height + 1, state.Limits.Window, floor);
    }

    private static bool HasRoom(NetworkState state, MemberRecord member, PeerId other) =>
        member.Links.Count(link => link.Key != other && link.Value.CountsAt(state.Height + 1)) < state.Limits.MaxLinksPerNode;

    private static bool IsRegion(string? region) => region is null
        || (region.Length > 0 && Encoding.UTF8.GetByteCount(region) <= StateLimits.MaxRegionLength);
}
