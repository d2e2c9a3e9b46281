namespace DaaCompute.Net.Crypto.Tests.Signatures;

/// <summary>What every signature scheme must do.</summary>
internal static class SignatureLaws
{
    public static byte[] PublicKeyOf(ISignatureScheme scheme, ISigningKey key)
    {
        byte[] encoded = new byte[scheme.PublicKeySize];
        key.ExportPublicKey(encoded);
        return encoded;
    }

    public static byte[] Sign(ISignatureScheme scheme, ISigningKey key, byte[] data, byte[] context)
    {
        byte[] signature = new byte[scheme.SignatureSize];
        key.Sign(data, context, signature);
        return signature;
    }

    /// <summary>One provider signs, the other verifies; then nothing else verifies.</summary>
    public static void RoundTrip(ISignatureScheme signer, ISignatureScheme verifier, byte[] data, byte[] context)
    {
        using ISigningKey key = signer.GenerateKey();
        using IVerificationKey peer = verifier.ImportPublicKey(PublicKeyOf(signer, key));
        byte[] signature = Sign(signer, key, data, context);
        Assert.True(peer.Verify(data, context, signature));
        Assert.False(peer.Verify([.. data, 0], context, signature));
        Assert.False(peer.Verify(data, [.. context, 0], signature));
        Assert.False(peer.Verify(data, context, [.. signature, 0]));
        Assert.False(peer.Verify(data, context, signature.AsSpan(1)));
        Assert.False(peer.Verify(data, context, []));

        using ISigningKey other = signer.GenerateKey();
        using IVerificationKey stranger = verifier.ImportPublicKey(PublicKeyOf(signer, other));
        Assert.False(stranger.Verify(data, context, signature));
    }

    /// <summary>A signature with one bit changed is none.</summary>
    public static void BitFlips(ISignatureScheme scheme, int stride)
    {
        byte[] data = [1, 2, 3];
        using ISigningKey key = scheme.GenerateKey();
        using IVerificationKey peer = scheme.ImportPublicKey(PublicKeyOf(scheme, key));
        byte[] signature = Sign(scheme, key, data, []);
        for (int bit = 0; bit < signature.Length * 8; bit += stride)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(peer.Verify(data, [], signature), $"bit {bit}");
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(peer.Verify(data, [], signature));
    }

    public static void WrongLengths(ISignatureScheme scheme, int maxContext)
    {
        using ISigningKey key = scheme.GenerateKey();
        byte[] encoded = PublicKeyOf(scheme, key);
        byte[] signature = new byte[scheme.SignatureSize];
        Assert.Throws<ArgumentException>(() => scheme.ImportSeed(new byte[scheme.SeedSize + 1]));
        Assert.Throws<InvalidKeyException>(() => scheme.ImportPublicKey(encoded.AsSpan(1)));
        Assert.Throws<InvalidKeyException>(() => scheme.ImportPublicKey([]));
        Assert.Throws<ArgumentException>(() => key.Sign([], [], signature.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => key.Sign([], new byte[maxContext + 1], signature));
        Assert.Throws<ArgumentException>(() => key.ExportPublicKey(encoded.AsSpan(1)));
    }
}
