using System.Collections.Immutable;

namespace DaaCompute.Net.Simulation;

/// <summary>How a simulation went.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Nodes">How many nodes it had.</param>
/// <param name="Sha256">The hash of all that happened, in lower-case hexadecimal: equal for equal seeds.</param>
/// <param name="Events">How many events happened.</param>
/// <param name="VirtualTime">How much virtual time passed.</param>
/// <param name="RealTime">How long it took.</param>
/// <param name="Violations">Rules that were broken; none in a good run.</param>
/// <param name="LastEvents">The last events, oldest first; empty in a good run.</param>
/// <param name="Figures">What the scenario measured, a line each.</param>
public sealed record SimulationVerdict(
    ulong Seed,
    int Nodes,
    string Sha256,
    long Events,
    TimeSpan VirtualTime,
    TimeSpan RealTime,
    ImmutableArray<string> Violations,
    ImmutableArray<string> LastEvents,
    ImmutableArray<string> Figures);
