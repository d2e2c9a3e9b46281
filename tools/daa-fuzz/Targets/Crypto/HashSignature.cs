using System.Security.Cryptography;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>
/// A keyed hash in place of a signature, of the real one's size: nobody guesses it, and making it costs a thousandth.
/// Worthless as a proof.
/// </summary>
internal static class HashSignature
{
    public static int SizeOf(PeerPublicKey key) => key.Type == PeerKeyType.MlDsa65 ? 3309 : 64;

    public static byte[] Make(PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context)
    {
        byte[] signature = new byte[SizeOf(key)];
        SHA256.HashData([.. key.Encoded.Span, (byte)context.Length, .. context, .. data], signature);
        return signature;
    }
}
