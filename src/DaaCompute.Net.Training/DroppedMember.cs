namespace DaaCompute.Net.Training;

/// <summary>A member that the group went on without.</summary>
/// <param name="Peer">Who.</param>
/// <param name="Reason">Why.</param>
public readonly record struct DroppedMember(PeerId Peer, AllReduceFailureReason Reason);
