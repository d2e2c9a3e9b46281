namespace DaaCompute.Net.Simulation.Engine;

/// <summary>The ways in which a loop ends.</summary>
internal enum LoopOutcome
{
    /// <summary>The main task ended.</summary>
    Completed,

    /// <summary>The main task waits for something that can no longer happen.</summary>
    Stalled,

    /// <summary>The main task did not end within the limit of virtual time.</summary>
    OutOfTime,

    /// <summary>An event threw.</summary>
    Faulted,
}
