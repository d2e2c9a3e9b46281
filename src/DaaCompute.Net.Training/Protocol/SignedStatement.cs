namespace DaaCompute.Net.Training.Protocol;

/// <summary>A statement with the bytes that were signed, so that it can be passed on as it is.</summary>
internal sealed record SignedStatement(ViewStatement Statement, ReadOnlyMemory<byte> Encoded);
