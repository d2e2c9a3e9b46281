namespace DaaCompute.Net.Dht.Wire;

/// <summary>A value under its key.</summary>
/// <param name="Key">The key, which must be the message's.</param>
/// <param name="Value">The value.</param>
/// <param name="TimeReceived">When the sender got it, in RFC 3339 form; empty when it does not say.</param>
internal sealed record KademliaRecord(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, string TimeReceived = "");
