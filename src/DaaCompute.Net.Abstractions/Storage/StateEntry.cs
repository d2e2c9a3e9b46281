namespace DaaCompute.Net.Storage;

/// <summary>A key and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public readonly record struct StateEntry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value);
