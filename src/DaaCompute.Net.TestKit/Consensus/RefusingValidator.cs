using DaaCompute.Net.Consensus;

namespace DaaCompute.Net.TestKit.Consensus;

/// <summary>Refuses payloads that begin with a byte.</summary>
internal sealed class RefusingValidator : IProposalValidator
{
    public const byte Refused = 0xFF;

    public ValueTask<bool> ValidateAsync(ReadOnlyMemory<byte> payload, PeerId proposer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(payload.Span[0] != Refused);
}
