using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation.Links;

/// <summary>A reset on its way to one end of a connection. Nobody sends it again when it is lost.</summary>
internal sealed class ResetEvent : ScheduledEvent
{
    /// <summary>A reset is one packet of headers.</summary>
    private const int Size = 40;

    private readonly SimulationLoop _loop;
    private readonly SimulatedLink _link;
    private readonly SimulatedProcess _receiver;
    private readonly IKernelObject _target;
    private readonly long _connection;

    private ResetEvent(
        SimulationLoop loop, SimulatedLink link, SimulatedProcess receiver, IKernelObject target, long connection)
        : base(gate: null)
    {
        _loop = loop;
        _link = link;
        _receiver = receiver;
        _target = target;
        _connection = connection;
    }

    /// <summary>Sends a reset to the other end of a connection, if the machine is on.</summary>
    public static void Send(
        SimulatedNetwork network, SimulatedProcess sender, SimulatedProcess receiver, IKernelObject target, long connection)
    {
        SimulatedLink link = network.Link(sender.Number, receiver.Number);
        if (sender.Machine.IsPowered && link.Transmit(Size) is long delay)
        {
            network.Loop.Schedule(new ResetEvent(network.Loop, link, receiver, target, connection), network.Loop.Now + delay);
        }
    }

    public override void Fire()
    {
        if (!_link.IsCut && _receiver.Machine.IsPowered)
        {
            _loop.Trace.Append(TraceKind.Reset, _link.From, _link.To, _connection);
            _receiver.Post(() => _target.Break("reset by the other end"));
        }
    }
}
