namespace DaaCompute.Net.Consensus;

/// <summary>Limits that every replica must have alike, and which are therefore no options.</summary>
internal static class ConsensusLimits
{
    /// <summary>The largest payload that can become final, in bytes; a node's own option may be lower.</summary>
    public const int MaxPayloadBytes = 128 * 1024;
}
