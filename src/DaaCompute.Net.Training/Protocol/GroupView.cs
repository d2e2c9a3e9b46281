using System.Collections.Immutable;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>What all of its members have signed: an epoch and the members in the order of the ring.</summary>
internal sealed record GroupView(ulong Epoch, ImmutableArray<MemberId> Members)
{
    public int Size => Members.Length;

    public int RankOf(MemberId member) => Members.IndexOf(member);

    public bool Contains(MemberId member) => Members.Contains(member);

    public MemberId SuccessorOf(MemberId member) => Members[(RankOf(member) + 1) % Size];

    public MemberId PredecessorOf(MemberId member) => Members[(RankOf(member) + Size - 1) % Size];

    public bool Equals(GroupView? other) =>
        other is not null && Epoch == other.Epoch && Members.AsSpan().SequenceEqual(other.Members.AsSpan());

    public override int GetHashCode() => Epoch.GetHashCode();
}
