namespace DaaCompute.Net.Topology.State;

/// <summary>A node that left a short while ago: its number, so that its old join is not taken for a new one.</summary>
/// <param name="Sequence">The number of its last change.</param>
/// <param name="ExpiresAt">The last height that it is remembered for.</param>
internal sealed record DepartedRecord(ulong Sequence, long ExpiresAt);
