using System.Collections.Immutable;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>What a <see cref="GroupMember"/> asks its surroundings to do, in order.</summary>
internal abstract record GroupEffect
{
    private GroupEffect()
    {
    }

    /// <summary>Send a statement to one peer, or to every peer of the group.</summary>
    public sealed record SendStatement(SignedStatement Statement, PeerId? To = null) : GroupEffect;

    /// <summary>Send a heartbeat to one peer, or to every peer of the group.</summary>
    public sealed record SendHeartbeat(Heartbeat Heartbeat, PeerId? To = null) : GroupEffect;

    /// <summary>Tell the view's members, or one of them, that the result is here.</summary>
    public sealed record SendReady(ReadyTag Tag, PeerId? To = null) : GroupEffect;

    /// <summary>The view is adopted; drop the links of the ring before it.</summary>
    public sealed record AdoptView(GroupView View, ImmutableArray<Accusation> Dropped) : GroupEffect;

    /// <summary>Begin the operation in the view, from the untouched input.</summary>
    public sealed record StartRing(GroupView View, long Sequence) : GroupEffect;

    /// <summary>Stop the ring where it stands; keep a result that is ready.</summary>
    public sealed record StopRing : GroupEffect;

    /// <summary>Move the ready result into the caller's vector and complete the operation.</summary>
    public sealed record Commit(long Sequence) : GroupEffect;

    /// <summary>This node is out; nothing follows.</summary>
    public sealed record Fail(AllReduceFailureReason Reason, PeerId? Peer, string Message) : GroupEffect;
}
