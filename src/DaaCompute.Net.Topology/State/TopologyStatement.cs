using DaaCompute.Net.Consensus;

namespace DaaCompute.Net.Topology.State;

/// <summary>A change as it is signed: numbered, and valid for a while only.</summary>
/// <param name="Change">The change.</param>
/// <param name="Sequence">The subject's number that it takes; of two statements with one number the first in the order holds.</param>
/// <param name="ValidThrough">
/// The last height at which it may be applied. It bounds how long the numbers of those that left have to be remembered.
/// </param>
internal sealed record TopologyStatement(TopologyChange Change, ulong Sequence, long ValidThrough)
{
    public ChangeSubject Subject => ChangeSubject.Of(Change);

    /// <summary>What two rivals have in common.</summary>
    public ConflictKey ConflictKey => new(Subject.Bytes, Sequence);
}
