namespace DaaCompute.Net.Training;

/// <summary>
/// This node is no longer part of the group, or the group can no longer work. The vector is as the caller left it.
/// To go on, dispose the group and join again.
/// </summary>
public sealed class AllReduceFailedException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="peer">The peer at fault, or null where no single one is.</param>
    /// <param name="step">What was being done, such as <c>reduce-scatter step 2</c> or <c>formation</c>.</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause, or null.</param>
    public AllReduceFailedException(
        AllReduceFailureReason reason, PeerId? peer, string step, string message, Exception? innerException = null)
        : base($"{message} (reason {reason}, peer {peer?.ToString() ?? "none"}, step: {step})", innerException)
    {
        Reason = reason;
        Peer = peer;
        Step = step;
    }

    /// <summary>Why.</summary>
    public AllReduceFailureReason Reason { get; }

    /// <summary>The peer at fault, or null where no single one is.</summary>
    public PeerId? Peer { get; }

    /// <summary>What was being done.</summary>
    public string Step { get; }
}
