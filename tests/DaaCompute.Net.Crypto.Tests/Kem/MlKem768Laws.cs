namespace DaaCompute.Net.Crypto.Tests.Kem;

/// <summary>What every provider of ML-KEM-768 must do.</summary>
internal static class MlKem768Laws
{
    /// <summary>One provider's key, the other's encapsulation.</summary>
    public static void RoundTrip(IKeyEncapsulation receiver, IKeyEncapsulation sender)
    {
        using IDecapsulationKey key = receiver.GenerateKey();
        byte[] encoded = Export(receiver, key);
        using IEncapsulationKey peer = sender.ImportEncapsulationKey(encoded);
        byte[] exported = new byte[sender.EncapsulationKeySize];
        peer.Export(exported);
        Assert.Equal(encoded, exported);

        byte[] ciphertext = new byte[sender.CiphertextSize];
        byte[] sent = new byte[sender.SharedSecretSize];
        byte[] received = new byte[receiver.SharedSecretSize];
        peer.Encapsulate(ciphertext, sent);
        key.Decapsulate(ciphertext, received);
        Assert.Equal(sent, received);
        Assert.NotEqual(new byte[32], received);
    }

    /// <summary>FIPS 203 §6.3: a changed ciphertext gives another secret, always the same one, and no error.</summary>
    public static void ImplicitRejection(IKeyEncapsulation kem, int bit)
    {
        using IDecapsulationKey key = kem.GenerateKey();
        using IEncapsulationKey peer = kem.ImportEncapsulationKey(Export(kem, key));
        byte[] ciphertext = new byte[kem.CiphertextSize];
        byte[] sent = new byte[kem.SharedSecretSize];
        peer.Encapsulate(ciphertext, sent);
        ciphertext[bit / 8 % ciphertext.Length] ^= (byte)(1 << (bit % 8));

        byte[] first = new byte[kem.SharedSecretSize];
        byte[] second = new byte[kem.SharedSecretSize];
        key.Decapsulate(ciphertext, first);
        key.Decapsulate(ciphertext, second);
        Assert.NotEqual(sent, first);
        Assert.Equal(first, second);
    }

    public static void WrongLengths(IKeyEncapsulation kem)
    {
        using IDecapsulationKey key = kem.GenerateKey();
        byte[] encoded = Export(kem, key);
        using IEncapsulationKey peer = kem.ImportEncapsulationKey(encoded);
        byte[] ciphertext = new byte[kem.CiphertextSize];
        byte[] secret = new byte[kem.SharedSecretSize];
        Assert.Throws<ArgumentException>(() => kem.ImportSeed(new byte[kem.SeedSize - 1]));
        Assert.Throws<InvalidKeyException>(() => kem.ImportEncapsulationKey(encoded.AsSpan(1)));
        Assert.Throws<InvalidKeyException>(() => kem.ImportEncapsulationKey([.. encoded, 0]));
        Assert.Throws<InvalidKeyException>(() => kem.ImportEncapsulationKey([]));
        Assert.Throws<ArgumentException>(() => peer.Encapsulate(ciphertext.AsSpan(1), secret));
        Assert.Throws<ArgumentException>(() => peer.Encapsulate(ciphertext, secret.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => peer.Export(encoded.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => key.Decapsulate(ciphertext.AsSpan(1), secret));
        Assert.Throws<ArgumentException>(() => key.Decapsulate(ciphertext, secret.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => key.ExportEncapsulationKey(encoded.AsSpan(1)));
    }

    /// <summary>Key, ciphertext and secret of one exchange.</summary>
    public static byte[] Transcript(IKeyEncapsulation kem)
    {
        using IDecapsulationKey key = kem.GenerateKey();
        byte[] encoded = Export(kem, key);
        using IEncapsulationKey peer = kem.ImportEncapsulationKey(encoded);
        byte[] ciphertext = new byte[kem.CiphertextSize];
        byte[] secret = new byte[kem.SharedSecretSize];
        peer.Encapsulate(ciphertext, secret);
        return [.. encoded, .. ciphertext, .. secret];
    }

    private static byte[] Export(IKeyEncapsulation kem, IDecapsulationKey key)
    {
        byte[] encoded = new byte[kem.EncapsulationKeySize];
        key.ExportEncapsulationKey(encoded);
        return encoded;
    }
}
