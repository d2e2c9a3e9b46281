using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>
/// A keyed hash in place of a signature, of the real one's size: it binds key, context and data as a signature does,
/// at a thousandth of the cost, so that every bit of a handshake can be flipped. Worthless as a proof.
/// </summary>
internal static class FakeSignature
{
    public static void Write(PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature)
    {
        byte[] message = [.. key.Encoded.Span, (byte)context.Length, .. context, .. data];
        Shake256Like(SHA256.HashData(message), signature);
    }

    private static void Shake256Like(byte[] seed, Span<byte> output)
    {
        for (int offset = 0, block = 0; offset < output.Length; offset += SHA256.HashSizeInBytes, block++)
        {
            byte[] digest = SHA256.HashData([.. seed, (byte)block]);
            digest.AsSpan(0, Math.Min(digest.Length, output.Length - offset)).CopyTo(output[offset..]);
        }
    }
}
