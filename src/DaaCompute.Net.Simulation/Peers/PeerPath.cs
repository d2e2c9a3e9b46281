using DaaCompute.Net.Simulation.Engine;
using DaaCompute.Net.Simulation.Links;

namespace DaaCompute.Net.Simulation.Peers;

/// <summary>One direction of a connection between two peers.</summary>
internal sealed class PeerPath(SimulatedNetwork network, SimulatedPeerConnection sender, SimulatedPeerConnection receiver)
    : OrderedPath<PeerFrame>(network, sender.Process.Machine, receiver.Process.Machine)
{
    protected override bool IsReceiverOver => receiver.IsOver;

    public new void Send(PeerFrame frame) => base.Send(frame);

    public void Drop() => Discard();

    protected override bool IsRefused(PeerFrame packet) => packet.Kind != PeerFrameKind.Goodbye;

    protected override void SendReset() => receiver.SendReset();

    protected override void Deliver(PeerFrame packet)
    {
        SimulatedProcess process = receiver.Process;
        Loop.Trace.Append(TraceKind.Deliver, sender.Process.Number, process.Number, packet.Size, packet.Bytes);
        if (receiver.IsOver)
        {
            packet.Release();
        }
        else if (process.IsFrozen)
        {
            process.Post(() => receiver.Receive(packet));
        }
        else
        {
            receiver.Receive(packet);
        }
    }

    protected override void GiveUp()
    {
        Loop.Trace.Append(TraceKind.GiveUp, sender.Process.Number, receiver.Process.Number, sender.Number);
        sender.Process.Post(() => sender.Break("timed out: nothing was acknowledged for 100 s"));
    }
}
