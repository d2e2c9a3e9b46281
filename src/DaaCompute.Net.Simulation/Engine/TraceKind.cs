namespace DaaCompute.Net.Simulation.Engine;

/// <summary>The kinds of events in a <see cref="SimulationTrace"/>. Their numbers go into its hash.</summary>
internal enum TraceKind
{
    /// <summary>A timer fired. Node: its owner.</summary>
    Timer = 1,

    /// <summary>A connection was set up. Node: who dialled. Peer: who accepted.</summary>
    Connect = 2,

    /// <summary>Bytes arrived. Node: who sent. Peer: who receives.</summary>
    Deliver = 3,

    /// <summary>An end of stream arrived. Node: who sent. Peer: who receives.</summary>
    Finish = 4,

    /// <summary>A reset arrived. Node: who sent. Peer: who receives.</summary>
    Reset = 5,

    /// <summary>A sender gave up. Node: who sent. Peer: who did not receive.</summary>
    GiveUp = 6,

    /// <summary>Something was done to a node. Node: which.</summary>
    Node = 7,

    /// <summary>Something was done to the network.</summary>
    Network = 8,

    /// <summary>The scenario says something.</summary>
    Mark = 9,

    /// <summary>The scenario found a rule broken.</summary>
    Violation = 10,

    /// <summary>A batch of changes became durable. Node: whose.</summary>
    Commit = 11,
}
