using System.Security.Cryptography;
using DaaCompute.Net.Wire;
using FsCheck.Xunit;

namespace DaaCompute.Net.Tests;

public sealed class PeerIdTests
{
    // libp2p/specs, peer-ids: the Ed25519 test vector.
    private const string Ed25519Key = "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";
    private const string Ed25519Id = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";

    // libp2p/specs, peer-ids: one id in its two text forms.
    private const string Base58Form = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";
    private const string CidForm = "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe";

    // An RSA-2048 key of libp2p's interface tests, and the multihash of its encoding.
    private const string RsaKey =
        "CAASpgIwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQC2SKo/HMFZeBml1AF3XijzrxrfQXdJzjePBZAbdxqKR1Mc6juRHXij6HXYPjlA"
        + "k01BhF1S3Ll4Lwi0cAHhggf457sMg55UWyeGKeUv0ucgvCpBwlR5cQ020i0MgzjPWOLWq1rtvSbNcAi2ZEVn6+Q2EcHo3wUvWRtLeKz+DZSZfw2P"
        + "EDC+DGPJPl7f8g7zl56YymmmzH9liZLNrzg/qidokUv5u1pdGrcpLuPNeTODk0cqKB+OUbuKj9GShYECCEjaybJDl9276oalL9ghBtSeEv20kuga"
        + "tTvYy590wFlJkkvyl+nPxIH0EEYMKK9XRWlu9XYnoSfboiwcv8M3SlsjAgMBAAE=";

    private const string RsaMultihash = "122019318b6e5e0cf93a2314bf01269a2cc23cd3dcd452d742cdb9379d8646f6e4a9";

    [Fact]
    public void FromEncodedPublicKey_AnEd25519Key_CarriesItInline()
    {
        PeerId id = PeerId.FromEncodedPublicKey(Convert.FromHexString(Ed25519Key));

        Assert.Equal(Ed25519Id, id.ToString());
        Assert.Equal("0024" + Ed25519Key, Convert.ToHexStringLower(id.Bytes.Span));
        Assert.Equal(PeerKeyType.Ed25519, id.InlinePublicKey?.Type);
        Assert.Equal(Ed25519Key, Convert.ToHexStringLower(id.InlinePublicKey!.Encoded.Span));
        Assert.Equal(id, id.InlinePublicKey.PeerId);
    }

    [Fact]
    public void FromEncodedPublicKey_AnRsaKey_IsItsHash()
    {
        Assert.True(PeerPublicKey.TryDecode(Convert.FromBase64String(RsaKey), out PeerPublicKey? key));

        Assert.Equal(PeerKeyType.Rsa, key.Type);
        Assert.Equal(RsaMultihash, Convert.ToHexStringLower(key.PeerId.Bytes.Span));
        Assert.StartsWith("Qm", key.PeerId.ToString(), StringComparison.Ordinal);
        Assert.Null(key.PeerId.InlinePublicKey);
    }

    [Fact]
    public void FromEncodedPublicKey_AnMlDsaKey_IsItsHash()
    {
        PeerPublicKey key = new(PeerKeyType.MlDsa65, new byte[1952]);

        Assert.Equal(SHA256.HashData(key.Encoded.Span), key.PeerId.Bytes.Span[2..]);
        Assert.True(key.IsPostQuantum);
    }

    [Fact]
    public void Parse_TheCidForm_IsTheSameId()
    {
        PeerId id = PeerId.Parse(CidForm);

        Assert.Equal(PeerId.Parse(Base58Form), id);
        Assert.Equal(Base58Form, id.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Qm")]
    [InlineData("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5")]
    [InlineData("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5NN")]
    [InlineData("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx50")]
    [InlineData("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi")] // a CID of another codec
    [InlineData("b")]
    [InlineData("1")]
    public void TryParse_WhatIsNoPeerId_Refuses(string? text)
    {
        Assert.False(PeerId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => PeerId.Parse(text!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1220")]
    [InlineData("1219aa")]
    [InlineData("0000")]
    [InlineData("0003080112")]
    [InlineData("002b")]
    public void TryFromBytes_WhatIsNoMultihash_Refuses(string hex) =>
        Assert.False(PeerId.TryFromBytes(Convert.FromHexString(hex), out _));

    [Fact]
    public void CompareTo_OtherIds_OrdersBytes()
    {
        PeerId low = PeerId.Parse(Ed25519Id);
        PeerId high = PeerId.Parse(Base58Form);

        Assert.True(low < high && high > low && low <= high && high >= low && low != high);
        Assert.True(low.CompareTo(null) > 0 && null < low && null == (PeerId?)null);
        Assert.Equal(low.GetHashCode(), PeerId.Parse(Ed25519Id).GetHashCode());
    }

    [Property]
    public void Parse_AnyKeysId_ComesBackFromTextAndBytes(byte[] key)
    {
        PeerId id = PeerId.FromEncodedPublicKey([8, 1, 18, 0, .. key]);

        Assert.Equal(id, PeerId.Parse(id.ToString()));
        Assert.True(PeerId.TryFromBytes(id.Bytes.Span, out PeerId? again));
        Assert.Equal(id, again);
    }

    [Property(MaxTest = 1000)]
    public void TryParse_AnyText_NeverThrows(string? text)
    {
        if (PeerId.TryParse(text, out PeerId? id))
        {
            Assert.Equal(id, PeerId.Parse(id.ToString()));
        }
    }

    [Property(MaxTest = 1000)]
    public void TryFromBytes_AnyBytes_NeverThrows(byte[] bytes)
    {
        if (PeerId.TryFromBytes(bytes, out PeerId? id))
        {
            Assert.Equal(bytes, id.Bytes.ToArray());
            Assert.True(Base58.TryDecode(id.ToString(), out byte[] decoded) && decoded.AsSpan().SequenceEqual(bytes));
        }
    }
}
