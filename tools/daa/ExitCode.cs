namespace DaaCompute.Net.CommandLine;

/// <summary>What the process tells a script.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A check failed, or a peer was not reached.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;
}
