namespace DaaCompute.Net.Training;

/// <summary>How far an operation is at this member. Starts over when a member is dropped.</summary>
/// <param name="Sent">Elements passed to the successor so far.</param>
/// <param name="Received">Elements received from the predecessor so far.</param>
/// <param name="Total">Elements to send in all.</param>
/// <param name="Members">How many members take part.</param>
public readonly record struct AllReduceProgress(long Sent, long Received, long Total, int Members);
