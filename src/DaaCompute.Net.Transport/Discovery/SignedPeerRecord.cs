using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Discovery;

/// <summary>Addresses that a peer vouches for itself, whoever passes them on.</summary>
/// <remarks>Source: libp2p/specs RFC 0002 and RFC 0003.</remarks>
internal static class SignedPeerRecord
{
    /// <summary>Opens a record, and checks that it is of the peer that signed it.</summary>
    public static bool TryOpen(
        ISignedEnvelopes envelopes, ReadOnlySpan<byte> sealedRecord, [NotNullWhen(true)] out PeerRecord? record)
    {
        record = null;
        return envelopes.TryOpen(PeerRecord.Domain, sealedRecord, out SignedEnvelope? envelope)
            && envelope.PayloadType.Span.SequenceEqual(PeerRecord.PayloadType)
            && PeerRecord.TryDecode(envelope.Payload.Span, out record)
            && record.PeerId == envelope.PublicKey.PeerId;
    }
}
