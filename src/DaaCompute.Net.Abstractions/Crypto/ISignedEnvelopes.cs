using System.Diagnostics.CodeAnalysis;

namespace DaaCompute.Net.Crypto;

/// <summary>libp2p's signed envelopes (RFC 0002): a payload, its type, and who vouches for it.</summary>
public interface ISignedEnvelopes
{
    /// <summary>Signs a payload in this node's name.</summary>
    /// <param name="domain">The domain string that separates uses, such as <c>libp2p-peer-record</c>.</param>
    /// <param name="payloadType">The multicodec bytes of the payload's type.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>The encoded envelope.</returns>
    byte[] Seal(string domain, ReadOnlySpan<byte> payloadType, ReadOnlySpan<byte> payload);

    /// <summary>Reads an envelope and checks its signature.</summary>
    /// <param name="domain">The domain string it must have been signed for.</param>
    /// <param name="encoded">The encoded envelope.</param>
    /// <param name="envelope">What it holds, when the result is true.</param>
    /// <returns>False when it is malformed or the signature does not fit.</returns>
    bool TryOpen(string domain, ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out SignedEnvelope? envelope);
}
