using System.Collections.Immutable;

namespace DaaCompute.Net.Training;

/// <summary>What a group has done so far on this member, and what it cost.</summary>
/// <param name="Operations">Operations finished.</param>
/// <param name="BytesSent">
/// Bytes given to the ring's links, headers included, control messages and encryption not.
/// </param>
/// <param name="BytesReceived">Bytes taken from the ring's links.</param>
/// <param name="Restarts">How often an operation began again because a member was dropped.</param>
/// <param name="TimeLost">Time spent in attempts that were given up.</param>
/// <param name="Dropped">Who was dropped and why, oldest first; the last 256.</param>
public sealed record AllReduceStatistics(
    long Operations,
    long BytesSent,
    long BytesReceived,
    int Restarts,
    TimeSpan TimeLost,
    ImmutableArray<DroppedMember> Dropped);
