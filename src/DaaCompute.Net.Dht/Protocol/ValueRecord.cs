namespace DaaCompute.Net.Dht.Protocol;

/// <summary>A value that is kept for the network.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">The value.</param>
/// <param name="Source">The peer that stored it here.</param>
/// <param name="Received">When it did so last.</param>
/// <param name="Expires">Until when it is kept.</param>
internal sealed record ValueRecord(
    ContentKey Key, ReadOnlyMemory<byte> Value, PeerId Source, DateTimeOffset Received, DateTimeOffset Expires);
