namespace DaaCompute.Net.Training.Protocol;

/// <summary>One member's direct evidence against another. The two cannot stay in one view.</summary>
internal readonly record struct Accusation(MemberId Accuser, MemberId Accused, AllReduceFailureReason Reason);
