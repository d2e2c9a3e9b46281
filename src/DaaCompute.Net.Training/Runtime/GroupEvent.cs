using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>What happens to a group, in the one queue that orders it.</summary>
internal abstract record GroupEvent
{
    private GroupEvent()
    {
    }

    /// <summary>A heartbeat interval is over.</summary>
    public sealed record Tick : GroupEvent;

    public sealed record Stated(PeerId From, SignedStatement Signed) : GroupEvent;

    public sealed record Beat(Heartbeat Heartbeat) : GroupEvent;

    public sealed record Ready(MemberId From, ReadyTag Tag) : GroupEvent;

    public sealed record Left(MemberId From, AllReduceFailureReason Reason) : GroupEvent;

    /// <summary>A peer of the group is linked, or a linked peer turns out to be of the group.</summary>
    public sealed record PeerFound(PeerId Peer) : GroupEvent;

    public sealed record LinkLost(PeerId Peer) : GroupEvent;

    /// <summary>A predecessor, of this view or one to come, has opened its stream.</summary>
    public sealed record RingStream(InboundRing Inbound) : GroupEvent;

    public sealed record RingDone(RingRun Run, ReadyTag Tag) : GroupEvent;

    public sealed record RingFailed(
        RingRun Run, MemberId Accused, AllReduceFailureReason Reason, string Step) : GroupEvent;

    public sealed record Begin(ReduceRequest Request) : GroupEvent;

    public sealed record Cancel(ReduceRequest Request, CancellationToken CancellationToken) : GroupEvent;

    public sealed record Leave(AllReduceFailureReason Reason) : GroupEvent;
}
