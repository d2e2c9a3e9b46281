using MessagePack;

namespace DaaCompute.Net.Serialization.MessagePack.Tests;

/// <summary>A message as a host has them.</summary>
[MessagePackObject]
public sealed record Progress
{
    [Key(0)]
    public long Step { get; init; }

    [Key(1)]
    public double Loss { get; init; }

    [Key(2)]
    public string? Name { get; init; }

    [Key(3)]
    public float[] Values { get; init; } = [];

    [Key(4)]
    public Dictionary<string, int> Counts { get; init; } = [];

    [Key(5)]
    public Progress? Inner { get; init; }
}
