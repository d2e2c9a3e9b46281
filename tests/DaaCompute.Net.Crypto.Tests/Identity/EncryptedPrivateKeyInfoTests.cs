using DaaCompute.Net.Crypto.Identity;
using DaaCompute.Net.Crypto.Tests.Vectors;
using FsCheck;
using FsCheck.Xunit;

namespace DaaCompute.Net.Crypto.Tests.Identity;

public sealed class EncryptedPrivateKeyInfoTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 54).Select(value => (byte)value)];

    private static readonly byte[] Encoded =
        EncryptedPrivateKeyInfo.Encrypt(Secret, "passphrase", new CountingEntropySource(1)).Encode();

    [Fact]
    public void TryDecrypt_WhatWasEncrypted_GivesItBack()
    {
        Assert.True(EncryptedPrivateKeyInfo.TryDecode(Encoded, out EncryptedPrivateKeyInfo? info));
        Assert.Equal(Encoded, info.Encode());
        Assert.True(info.TryDecrypt("passphrase", out byte[]? decrypted));
        Assert.Equal(Secret, decrypted);
    }

    [Fact]
    public void Encrypt_Twice_DiffersInSaltAndBytes()
    {
        CountingEntropySource entropy = new(2);
        byte[] first = EncryptedPrivateKeyInfo.Encrypt(Secret, "passphrase", entropy).Encode();
        byte[] second = EncryptedPrivateKeyInfo.Encrypt(Secret, "passphrase", entropy).Encode();
        Assert.NotEqual(first, second);
    }

    [Property(MaxTest = 2000)]
    public void TryDecode_AnyBytes_ThrowsNothing(byte[] bytes) =>
        Assert.False(EncryptedPrivateKeyInfo.TryDecode(bytes, out _));

    [Property(MaxTest = 2000)]
    public void TryDecode_OneByteReplaced_StaysWithinItsBounds(NonNegativeInt index, byte value)
    {
        byte[] changed = [.. Encoded];
        changed[index.Get % changed.Length] = value;
        if (EncryptedPrivateKeyInfo.TryDecode(changed, out EncryptedPrivateKeyInfo? info))
        {
            // What is read is what it says: nothing is dropped or guessed.
            Assert.Equal(changed, info.Encode());
        }
    }

    [Fact]
    public void TryDecode_FewerOrFarMoreIterations_IsRefused()
    {
        byte[] weaker = [.. Encoded];
        int at = weaker.AsSpan().IndexOf<byte>([0x02, 0x03, 0x09, 0x27, 0xC0]);
        Assert.True(at > 0);
        weaker[at + 4]--;
        Assert.False(EncryptedPrivateKeyInfo.TryDecode(weaker, out _));
        weaker[at + 2] = 0x7F;
        Assert.False(EncryptedPrivateKeyInfo.TryDecode(weaker, out _));
    }
}
