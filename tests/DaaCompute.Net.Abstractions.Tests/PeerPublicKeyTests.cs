using FsCheck.Xunit;

namespace DaaCompute.Net.Tests;

public sealed class PeerPublicKeyTests
{
    [Theory]
    [InlineData(PeerKeyType.MlDsa65, 1952, "0804" + "12a00f")]
    [InlineData(PeerKeyType.Ed25519, 32, "0801" + "1220")]
    [InlineData(PeerKeyType.Secp256k1, 33, "0802" + "1221")]
    [InlineData(PeerKeyType.Rsa, 294, "0800" + "12a602")]
    public void Encoded_OfAKey_IsItsProtobuf(PeerKeyType type, int length, string header)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(value => (byte)value)];
        PeerPublicKey key = new(type, data);

        Assert.Equal(header + Convert.ToHexStringLower(data), Convert.ToHexStringLower(key.Encoded.Span));
        Assert.Equal(data, key.Data.ToArray());
        Assert.True(PeerPublicKey.TryDecode(key.Encoded.Span, out PeerPublicKey? again));
        Assert.Equal(key, again);
        Assert.Equal(key.GetHashCode(), again.GetHashCode());
        Assert.Equal(type == PeerKeyType.MlDsa65, again.IsPostQuantum);
    }

    [Fact]
    public void ToString_OfAKey_ShowsTheIdAndNotTheKey() =>
        Assert.Equal(
            "Ed25519:12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq",
            PeerId.Parse("12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq").InlinePublicKey!.ToString());

    [Theory]
    [InlineData(PeerKeyType.MlDsa65, 1951)]
    [InlineData(PeerKeyType.Ed25519, 33)]
    [InlineData(PeerKeyType.Rsa, 0)]
    [InlineData(PeerKeyType.Rsa, PeerPublicKey.MaxDataLength + 1)]
    [InlineData((PeerKeyType)5, 32)]
    [InlineData((PeerKeyType)200, 32)]
    [InlineData((PeerKeyType)(-1), 32)]
    public void Constructor_OfAnImpossibleKey_Throws(PeerKeyType type, int length) =>
        Assert.Throws<ArgumentException>(() => new PeerPublicKey(type, new byte[length]));

    [Theory]
    [InlineData("")]
    [InlineData("080012")]
    [InlineData("08001200")] // empty
    [InlineData("08051201aa")] // unknown type
    [InlineData("12010008" + "00")] // fields in another order
    [InlineData("08001202aa")] // truncated
    [InlineData("08001201aabb")] // a byte more
    [InlineData("0800128100aa")] // length not minimal
    [InlineData("0801121faa")] // wrong length for the type
    [InlineData("080012ffffffffffffffff7faa")] // a length beyond any memory
    public void TryDecode_OtherEncodings_Refuses(string hex) =>
        Assert.False(PeerPublicKey.TryDecode(Convert.FromHexString(hex), out _));

    [Property(MaxTest = 1000)]
    public void TryDecode_AnyBytes_IsTheOnlyEncodingOrRefused(byte[] tail, byte type)
    {
        byte[] encoded = [8, (byte)(type % 6), 18, .. tail];
        if (PeerPublicKey.TryDecode(encoded, out PeerPublicKey? key))
        {
            Assert.Equal(encoded, key.Encoded.ToArray());
        }
    }
}
