using DaaCompute.Net.Crypto.Aead;
using FsCheck.Xunit;

namespace DaaCompute.Net.Crypto.Tests.Aead;

public sealed class AesGcm256Tests
{
    private static readonly AesGcm256Cipher Cipher = new();

    [Theory] // McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13 and 14
    [InlineData(0, "", "530f8afbc74536b9a963b4f1c4cb738b")]
    [InlineData(16, "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919")]
    public void Seal_SpecificationsVectors_GivesTheirBytes(int zeros, string ciphertext, string tag)
    {
        (byte[] sealedBytes, byte[] sealedTag) = AeadLaws.Seal(Cipher, new byte[32], new byte[12], new byte[zeros], []);
        Assert.Equal(Convert.FromHexString(ciphertext), sealedBytes);
        Assert.Equal(Convert.FromHexString(tag), sealedTag);
    }

    [Property]
    public void Seal_InPlace_IsTheSame(int seed, byte[] plaintext, byte[] associatedData) =>
        AeadLaws.InPlace(Cipher, seed, plaintext, associatedData);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void TryOpen_AnyBitChanged_IsFalse(int length) => AeadLaws.BitFlips(Cipher, length);

    [Fact]
    public void EveryCall_WrongLength_IsRefused() => AeadLaws.WrongLengths(Cipher);
}
