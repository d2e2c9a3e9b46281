namespace DaaCompute.Net.Simulation.Engine;

/// <summary>One line of a <see cref="SimulationTrace"/>.</summary>
/// <param name="Ticks">When, in virtual time.</param>
/// <param name="Kind">What.</param>
/// <param name="Node">Whose, or 0.</param>
/// <param name="Peer">The other node, or 0.</param>
/// <param name="Value">A size or a number, by the kind.</param>
/// <param name="Text">Words, or null.</param>
internal readonly record struct TraceEvent(long Ticks, TraceKind Kind, int Node, int Peer, long Value, string? Text);
