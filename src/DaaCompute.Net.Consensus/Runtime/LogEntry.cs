using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>A final proposal with its encoding, and the hash chain before it.</summary>
internal sealed record LogEntry(Proposal Proposal, ReadOnlyMemory<byte> Encoded, ContentDigest ChainBefore)
{
    public byte[] Stored() => [.. ChainBefore.ToArray(), .. Encoded.Span];

    public static bool TryRead(
        IContentHash hash, ReadOnlyMemory<byte> stored, long height, [NotNullWhen(true)] out LogEntry? entry)
    {
        entry = stored.Length > ContentDigest.Size
            && ProposalCodec.TryDecode(hash, stored.Span[ContentDigest.Size..], height, out Proposal? proposal)
                ? new LogEntry(proposal, stored[ContentDigest.Size..], new ContentDigest(stored.Span[..ContentDigest.Size]))
                : null;
        return entry is not null;
    }
}
