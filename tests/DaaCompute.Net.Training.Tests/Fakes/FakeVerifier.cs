using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Training.Fakes;

internal sealed class FakeVerifier : ISignatureVerifier
{
    public bool Verify(
        PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature) =>
        signature.SequenceEqual(Compute(key, data, context));

    public static byte[] Compute(PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context) =>
        SHA256.HashData([.. key.Encoded.Span, (byte)context.Length, .. context, .. data]);
}
