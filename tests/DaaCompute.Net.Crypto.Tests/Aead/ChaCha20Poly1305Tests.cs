using System.Text.Json;
using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Tests.Vectors;
using DaaCompute.Net.Testing;
using FsCheck;
using FsCheck.Xunit;
using Xunit.Abstractions;

namespace DaaCompute.Net.Crypto.Tests.Aead;

/// <summary>Both providers, and that they agree.</summary>
public sealed class ChaCha20Poly1305Tests(ITestOutputHelper output)
{
    private static readonly ChaCha20Poly1305Cipher Platform = new();
    private static readonly BouncyCastleChaCha20Poly1305Cipher Managed = new();

    [VectorFact(RfcVectors.File)]
    public void Seal_Rfc8439Vectors_GivesTheirBytes()
    {
        JsonElement rfc = RfcVectors.Read("rfc8439");
        JsonElement aead = rfc.GetProperty("aead_2_8_2");
        JsonElement stream = rfc.GetProperty("stream_2_4_2");
        JsonElement block = rfc.GetProperty("block_2_3_2");
        foreach (IAuthenticatedCipher cipher in (IAuthenticatedCipher[])[Platform, Managed])
        {
            (byte[] ciphertext, byte[] tag) = AeadLaws.Seal(
                cipher, aead.Bytes("key"), aead.Bytes("nonce"), aead.Bytes("plaintext"), aead.Bytes("aad"));
            Assert.Equal(aead.Bytes("ciphertext"), ciphertext);
            Assert.Equal(aead.Bytes("tag"), tag);

            // The AEAD's key stream begins with block 1 (RFC 8439 §2.8), which both of these vectors are about.
            Assert.Equal(
                stream.Bytes("ciphertext"),
                AeadLaws.Seal(cipher, stream.Bytes("key"), stream.Bytes("nonce"), stream.Bytes("plaintext"), []).Ciphertext);
            Assert.Equal(
                block.Bytes("keystream"),
                AeadLaws.Seal(cipher, block.Bytes("key"), block.Bytes("nonce"), new byte[64], []).Ciphertext);
            output.WriteLine($"vectors ChaCha20-Poly1305 {cipher.Provider} RFC 8439 §2.3.2, §2.4.2, §2.8.2: 3 passed");
        }
    }

    [Property]
    public void Seal_InPlace_IsTheSame(int seed, byte[] plaintext, byte[] associatedData)
    {
        AeadLaws.InPlace(Platform, seed, plaintext, associatedData);
        AeadLaws.InPlace(Managed, seed, plaintext, associatedData);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    [InlineData(65_519)]
    public void Seal_LengthsAroundTheBlock_AreTheSameInPlace(int length)
    {
        AeadLaws.InPlace(Platform, length, AeadLaws.Bytes(5, length), [1]);
        AeadLaws.InPlace(Managed, length, AeadLaws.Bytes(5, length), [1]);
    }

    [Property]
    public void Providers_AnyInput_Agree(int seed, byte[] associatedData, NonNegativeInt length)
    {
        byte[] key = AeadLaws.Bytes(seed, 32);
        byte[] nonce = AeadLaws.Bytes(~seed, 12);
        byte[] plaintext = AeadLaws.Bytes(seed ^ 0x55, length.Get % 1000);
        (byte[] ciphertext, byte[] tag) = AeadLaws.Seal(Platform, key, nonce, plaintext, associatedData);
        (byte[] managed, byte[] managedTag) = AeadLaws.Seal(Managed, key, nonce, plaintext, associatedData);
        Assert.Equal(ciphertext, managed);
        Assert.Equal(tag, managedTag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void TryOpen_AnyBitChanged_IsFalse(int length)
    {
        AeadLaws.BitFlips(Platform, length);
        AeadLaws.BitFlips(Managed, length);
    }

    [Fact]
    public void EveryCall_WrongLength_IsRefused()
    {
        AeadLaws.WrongLengths(Platform);
        AeadLaws.WrongLengths(Managed);
    }

    [Fact]
    public void Dispose_ThenUse_Throws()
    {
        foreach (IAuthenticatedCipher cipher in (IAuthenticatedCipher[])[Platform, Managed])
        {
            IAuthenticatedCipherKey key = cipher.ImportKey(new byte[32]);
            key.Dispose();
            Assert.Throws<ObjectDisposedException>(() => key.Seal(new byte[12], [], [], new byte[16], []));
        }
    }

    [Fact]
    public void Platform_SealAndOpen_AllocateNothing()
    {
        using IAuthenticatedCipherKey key = Platform.ImportKey(new byte[32]);
        byte[] record = new byte[4096];
        byte[] nonce = new byte[12];
        void Exchange()
        {
            key.Seal(nonce, record.AsSpan(16), record.AsSpan(16), record.AsSpan(0, 16), []);
            Assert.True(key.TryOpen(nonce, record.AsSpan(16), record.AsSpan(0, 16), record.AsSpan(16), []));
        }

        Exchange();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
        {
            Exchange();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
