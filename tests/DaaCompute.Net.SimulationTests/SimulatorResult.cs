namespace DaaCompute.Net.SimulationTests;

/// <summary>What <c>daa-sim</c> said.</summary>
internal sealed record SimulatorResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The last line: the verdict.</summary>
    public string Verdict => Output.TrimEnd().Split('\n')[^1];

    /// <summary>The verdict's hash of all that happened.</summary>
    public string Sha256 => Verdict.Split(' ')[3];

    /// <summary>All it said, for a failed assertion's message.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}
