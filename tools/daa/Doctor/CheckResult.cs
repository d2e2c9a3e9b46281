namespace DaaCompute.Net.CommandLine.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Name">The check.</param>
/// <param name="Ok">Whether a node can run.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Fix">What to do about it, where something is to be done.</param>
internal sealed record CheckResult(string Name, bool Ok, string Detail, string? Fix = null);
