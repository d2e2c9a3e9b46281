namespace DaaCompute.Net.Sim;

/// <summary>What became of one run of a sweep.</summary>
internal sealed record SweepResult(bool Passed, long Events, string Report);
