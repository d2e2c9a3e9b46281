namespace DaaCompute.Net.Storage;

/// <summary>One change of a batch.</summary>
/// <param name="Collection">The collection's name.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The new value, or null to remove the key.</param>
public readonly record struct StateChange(string Collection, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value);
