namespace DaaCompute.Net.Onion;

/// <summary>A message that came through the onion network.</summary>
/// <param name="Data">The payload.</param>
/// <param name="ReplyBlock">The single-use reply block, or null where the sender allowed no answer.</param>
public sealed record OnionMessage(ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte>? ReplyBlock);
