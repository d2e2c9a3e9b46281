namespace DaaCompute.Net.Simulation.Engine;

/// <summary>How a loop ended.</summary>
/// <param name="Outcome">The kind of end.</param>
/// <param name="Fault">What was thrown, by the main task or by an event; null for a good end.</param>
internal sealed record LoopEnd(LoopOutcome Outcome, Exception? Fault);
