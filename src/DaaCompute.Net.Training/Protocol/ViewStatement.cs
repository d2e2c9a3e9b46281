using System.Collections.Immutable;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>
/// A member's signed word: "I go to this view, and until it or a later one is adopted I take no part in an earlier
/// one".
/// </summary>
/// <param name="Sender">Who says so.</param>
/// <param name="Epoch">The view's epoch; a member signs one view an epoch.</param>
/// <param name="Members">The view's members, sorted.</param>
/// <param name="BaseEpoch">The view the sender comes from, 0 for one that joins.</param>
/// <param name="Committed">How many operations the sender has committed.</param>
/// <param name="Ready">The operation it holds the result of but has not committed, or null.</param>
/// <param name="Accused">Its evidence against others.</param>
internal sealed record ViewStatement(
    MemberId Sender,
    ulong Epoch,
    ImmutableArray<MemberId> Members,
    ulong BaseEpoch,
    long Committed,
    ReadyTag? Ready,
    ImmutableArray<Accusation> Accused)
{
    public bool IsFor(ulong epoch, ImmutableArray<MemberId> members) =>
        Epoch == epoch && Members.AsSpan().SequenceEqual(members.AsSpan());
}
