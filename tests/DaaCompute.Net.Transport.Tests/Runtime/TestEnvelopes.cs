using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>Envelopes that are sealed with a hash: the signer's number, the type, the payload, and a hash over all and the domain.</summary>
internal sealed class TestEnvelopes(byte signer) : ISignedEnvelopes
{
    private const int TypeLength = 2;

    public byte[] Seal(string domain, ReadOnlySpan<byte> payloadType, ReadOnlySpan<byte> payload)
    {
        byte[] body = [signer, .. payloadType, .. payload];
        return [.. body, .. Hash(domain, body)];
    }

    public bool TryOpen(string domain, ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out SignedEnvelope? envelope)
    {
        envelope = null;
        if (encoded.Length < 1 + TypeLength + SHA256.HashSizeInBytes)
        {
            return false;
        }

        byte[] body = encoded[..^SHA256.HashSizeInBytes].ToArray();
        envelope = encoded[^SHA256.HashSizeInBytes..].SequenceEqual(Hash(domain, body))
            ? new SignedEnvelope(
                new PlainChannelFactory(body[0]).LocalKey, body.AsMemory(1, TypeLength), body.AsMemory(1 + TypeLength))
            : null;
        return envelope is not null;
    }

    private static byte[] Hash(string domain, byte[] body) => SHA256.HashData([.. Encoding.UTF8.GetBytes(domain), .. body]);
}
