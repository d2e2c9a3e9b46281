namespace DaaCompute.Net.Training.Protocol;

/// <summary>What the caller of an operation asks for; the same on every member, or there is no common result.</summary>
internal readonly record struct VectorShape(int Length, ReduceOperation Operation);
