using DaaCompute.Net.Crypto.KeyAgreement;
using DaaCompute.Net.Crypto.Tests.Protocol;

namespace DaaCompute.Net.Crypto.Tests.KeyAgreement;

/// <summary>RFC 7748, sections 5.2 and 6.1.</summary>
public sealed class X25519PrivateKeyTests
{
    [Theory]
    [InlineData(
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData(
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    public void TryAgree_Rfc7748Vector_Matches(string scalar, string point, string expected)
    {
        using X25519PrivateKey key = Import(scalar);
        byte[] secret = new byte[X25519PrivateKey.Size];

        Assert.True(key.TryAgree(Convert.FromHexString(point), secret));
        Assert.Equal(expected, Convert.ToHexStringLower(secret));
    }

    [Fact]
    public void TryAgree_Rfc7748Iterated1000Times_Matches()
    {
        byte[] scalar = [9, .. new byte[31]];
        byte[] point = [9, .. new byte[31]];
        for (int round = 1; round <= 1_000; round++)
        {
            using X25519PrivateKey key = X25519PrivateKey.Generate(new ListedEntropy(scalar));
            byte[] secret = new byte[X25519PrivateKey.Size];
            Assert.True(key.TryAgree(point, secret));
            (scalar, point) = (secret, scalar);
            if (round == 1)
            {
                Assert.Equal(
                    "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079",
                    Convert.ToHexStringLower(scalar));
            }
        }

        Assert.Equal(
            "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51",
            Convert.ToHexStringLower(scalar));
    }

    [Fact]
    public void Generate_Rfc7748KeyPairs_AgreeAsPublished()
    {
        using X25519PrivateKey alice = Import("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        using X25519PrivateKey bob = Import("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] secret = new byte[X25519PrivateKey.Size];

        Assert.Equal(
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
            Convert.ToHexStringLower(alice.PublicKey));
        Assert.Equal(
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
            Convert.ToHexStringLower(bob.PublicKey));
        Assert.True(alice.TryAgree(bob.PublicKey, secret));
        Assert.Equal(
            "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
            Convert.ToHexStringLower(secret));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void TryAgree_PointOfSmallOrder_IsRefused(string point)
    {
        using X25519PrivateKey key = Import("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");

        Assert.False(key.TryAgree(Convert.FromHexString(point), new byte[X25519PrivateKey.Size]));
    }

    private static X25519PrivateKey Import(string scalar) =>
        X25519PrivateKey.Generate(new ListedEntropy(Convert.FromHexString(scalar)));
}
