namespace DaaCompute.Net.Training.Protocol;

/// <summary>A contribution that was refused.</summary>
/// <param name="Reason">Why.</param>
/// <param name="IsOwn">Whether this member's own contribution is at fault, not the predecessor's.</param>
/// <param name="Step">At which step of the ring.</param>
internal sealed record RingFault(AllReduceFailureReason Reason, bool IsOwn, string Step);
