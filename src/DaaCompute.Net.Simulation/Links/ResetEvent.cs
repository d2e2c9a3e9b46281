using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation.Links;

/// <summary>A reset on its way to one end of a connection. Nobody sends it again when it is lost.</summary>
internal sealed class ResetEvent(SimulationLoop loop, SimulatedLink link, SimulatedConnection target, long connection)
    : ScheduledEvent(gate: null)
{
    public override void Fire()
    {
        if (link.IsCut || !target.Process.Machine.IsPowered)
        {
            return;
        }

        loop.Trace.Append(TraceKind.Reset, link.From, link.To, connection);
        target.Process.Post(() => target.Break("reset by the other end"));
    }
}
