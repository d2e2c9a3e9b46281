namespace DaaCompute.Net.Simulation.Engine;

/// <summary>Something that happens at a moment of virtual time.</summary>
/// <param name="gate">Whose event it is: the process that must run for it to happen; null for the world's own.</param>
internal abstract class ScheduledEvent(IEventGate? gate)
{
    /// <summary>The <see cref="Slot"/> of an event that is not queued.</summary>
    public const int NotQueued = -1;

    public IEventGate? Gate { get; } = gate;

    /// <summary>Where the queue keeps it. Written by <see cref="EventQueue"/> alone.</summary>
    public int Slot { get; set; } = NotQueued;

    /// <summary>Lets it happen, on the simulation's thread.</summary>
    public abstract void Fire();
}
