namespace DaaCompute.Net.Training.Protocol;

/// <summary>"I hold the whole result of this operation": in which view, which operation, which bits.</summary>
internal readonly record struct ReadyTag(ulong Epoch, long Sequence, ResultDigest Digest);
