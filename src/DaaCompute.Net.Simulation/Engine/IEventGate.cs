namespace DaaCompute.Net.Simulation.Engine;

/// <summary>Decides whether an event of one process may happen now.</summary>
internal interface IEventGate
{
    /// <summary>The node's number, for the trace.</summary>
    int Node { get; }

    /// <summary>Whether the event may happen now; when not, the gate keeps it for later or drops it for good.</summary>
    bool Admit(ScheduledEvent scheduled);
}
