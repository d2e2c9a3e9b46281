namespace DaaCompute.Net.Simulation.Engine;

/// <summary>An event that calls a delegate, once.</summary>
internal sealed class CallbackEvent(IEventGate? gate, Action callback) : ScheduledEvent(gate)
{
    public override void Fire() => callback();
}
