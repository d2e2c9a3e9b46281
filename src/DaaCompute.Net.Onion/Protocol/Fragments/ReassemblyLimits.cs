namespace DaaCompute.Net.Onion.Protocol.Fragments;

/// <summary>What a reassembler may hold.</summary>
internal sealed record ReassemblyLimits
{
    /// <summary>Messages in flight.</summary>
    public int MaxMessages { get; init; } = 64;

    /// <summary>Bytes of one message.</summary>
    public int MaxMessageLength { get; init; } = FragmentHeader.MaxMessageLength;

    /// <summary>Bytes of all fragments held: two of the largest messages.</summary>
    public long MaxTotalBytes { get; init; } = 2L * FragmentHeader.MaxMessageLength;

    /// <summary>How long after its first fragment a message is given up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);
}
