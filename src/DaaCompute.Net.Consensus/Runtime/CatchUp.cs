using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>Final proposals that are fetched up to a certificate, which vouches for all of them at once.</summary>
/// <param name="Certificate">The certificate, verified.</param>
/// <param name="Encoded">The certificate as it travels.</param>
internal sealed record CatchUp(Certificate Certificate, ReadOnlyMemory<byte> Encoded)
{
    /// <summary>Fetched but not vouched for yet: at most so many bytes, 64 MiB, the limit of a peer's memory.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>From where the engine goes on afterwards; null for a node that only reads.</summary>
    public EngineSnapshot? Snapshot { get; init; }

    /// <summary>The set of the next epoch when the certificate ends one.</summary>
    public ValidatorSet? Next { get; init; }

    /// <summary>The height of the first proposal fetched.</summary>
    public long From { get; set; }

    /// <summary>The hash chain before it.</summary>
    public ContentDigest ChainBefore { get; set; }

    /// <summary>The proposals' encodings.</summary>
    public List<ReadOnlyMemory<byte>> Fetched { get; } = [];

    public long Bytes { get; set; }

    public PeerId? Source { get; set; }

    public TimeSpan AskedAt { get; set; }

    public long NextHeight => From + Fetched.Count;
}
