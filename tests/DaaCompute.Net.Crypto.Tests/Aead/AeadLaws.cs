namespace DaaCompute.Net.Crypto.Tests.Aead;

/// <summary>What every cipher must do.</summary>
internal static class AeadLaws
{
    public static (byte[] Ciphertext, byte[] Tag) Seal(
        IAuthenticatedCipher cipher, byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData)
    {
        using IAuthenticatedCipherKey prepared = cipher.ImportKey(key);
        byte[] ciphertext = new byte[plaintext.Length];
        byte[] tag = new byte[16];
        prepared.Seal(nonce, plaintext, ciphertext, tag, associatedData);
        return (ciphertext, tag);
    }

    /// <summary>Sealed apart or in place it is the same; opened apart or in place it is the plaintext.</summary>
    public static void InPlace(IAuthenticatedCipher cipher, int seed, byte[] plaintext, byte[] associatedData)
    {
        byte[] key = Bytes(seed, 32);
        byte[] nonce = Bytes(~seed, 12);
        (byte[] ciphertext, byte[] tag) = Seal(cipher, key, nonce, plaintext, associatedData);

        byte[] buffer = [.. plaintext];
        byte[] inPlaceTag = new byte[16];
        using IAuthenticatedCipherKey sealing = cipher.ImportKey(key);
        sealing.Seal(nonce, buffer, buffer, inPlaceTag, associatedData);
        Assert.Equal(ciphertext, buffer);
        Assert.Equal(tag, inPlaceTag);

        using IAuthenticatedCipherKey opening = cipher.ImportKey(key);
        byte[] opened = new byte[plaintext.Length];
        Assert.True(opening.TryOpen(nonce, ciphertext, tag, opened, associatedData));
        Assert.Equal(plaintext, opened);
        Assert.True(opening.TryOpen(nonce, buffer, inPlaceTag, buffer, associatedData));
        Assert.Equal(plaintext, buffer);
    }

    /// <summary>Any changed bit of nonce, ciphertext, tag or associated data is noticed, and the key serves on.</summary>
    public static void BitFlips(IAuthenticatedCipher cipher, int length)
    {
        byte[] key = Bytes(1, 32);
        byte[] nonce = Bytes(2, 12);
        byte[] associatedData = Bytes(3, 13);
        (byte[] ciphertext, byte[] tag) = Seal(cipher, key, nonce, Bytes(4, length), associatedData);
        using IAuthenticatedCipherKey opening = cipher.ImportKey(key);
        byte[] opened = new byte[length];
        foreach (byte[] part in (byte[][])[nonce, ciphertext, tag, associatedData])
        {
            for (int bit = 0; bit < part.Length * 8; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(opening.TryOpen(nonce, ciphertext, tag, opened, associatedData));
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.False(opening.TryOpen(nonce, ciphertext, tag, opened, []));
        Assert.True(opening.TryOpen(nonce, ciphertext, tag, opened, associatedData));
        Assert.Equal(Bytes(4, length), opened);
    }

    public static void WrongLengths(IAuthenticatedCipher cipher)
    {
        Assert.Throws<ArgumentException>(() => cipher.ImportKey(new byte[31]));
        byte[] buffer = new byte[64];
        using IAuthenticatedCipherKey key = cipher.ImportKey(new byte[32]);
        Assert.Throws<ArgumentException>(() => key.Seal(buffer.AsSpan(0, 11), [1], buffer.AsSpan(0, 1), new byte[16], []));
        Assert.Throws<ArgumentException>(() => key.Seal(new byte[12], [1], buffer.AsSpan(0, 2), new byte[16], []));
        Assert.Throws<ArgumentException>(() => key.Seal(new byte[12], [1], buffer.AsSpan(0, 1), new byte[15], []));
        Assert.Throws<ArgumentException>(() => key.TryOpen(new byte[12], [1], new byte[17], buffer.AsSpan(0, 1), []));
        Assert.Throws<ArgumentException>(() => key.TryOpen(new byte[12], [1], new byte[16], buffer.AsSpan(0, 2), []));
    }

    public static byte[] Bytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Vectors.CountingEntropySource(seed).Fill(bytes);
        return bytes;
    }
}
