namespace DaaCompute.Net.Training.Protocol;

/// <summary>A sign of life, sent directly to every other member; never passed on.</summary>
/// <param name="Sender">Who lives.</param>
/// <param name="Epoch">Its view, 0 while it has none.</param>
/// <param name="ViewSize">How many members that view has.</param>
/// <param name="Committed">How many operations it has committed.</param>
/// <param name="IsReducing">Whether it takes part in operation <paramref name="Committed"/> + 1.</param>
/// <param name="Received">How many elements of that operation it has received.</param>
/// <param name="Shape">What its caller asks for in that operation.</param>
internal readonly record struct Heartbeat(
    MemberId Sender, ulong Epoch, int ViewSize, long Committed, bool IsReducing, long Received, VectorShape Shape);
