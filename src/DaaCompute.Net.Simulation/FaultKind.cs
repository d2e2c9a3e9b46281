namespace DaaCompute.Net.Simulation;

/// <summary>The kinds of faults that a <see cref="FaultPlan"/> may hold.</summary>
public enum FaultKind
{
    /// <summary>Some nodes and the others no longer hear each other.</summary>
    Partition,

    /// <summary>Some nodes no longer hear the others, who still hear them.</summary>
    OneWayPartition,

    /// <summary>What others send to a node is held back for a while, and then arrives at once.</summary>
    Clog,

    /// <summary>A node's links lose up to 30 % of what they carry.</summary>
    Loss,

    /// <summary>A node's process dies and comes back.</summary>
    Crash,

    /// <summary>A node's machine goes dark and comes back.</summary>
    PowerLoss,

    /// <summary>A node's process stands still for a while.</summary>
    Freeze,

    /// <summary>A node's wall clock jumps by up to five minutes, and back.</summary>
    ClockJump,

    /// <summary>A node's disk takes nothing more for a while.</summary>
    DiskFull,
}
