using FsCheck.Xunit;

namespace DaaCompute.Net.Dht;

public sealed class ContentKeyTests
{
    // sha2-256 of "hello", as multihash, CIDv0, and CIDv1 with the codec raw.
    private const string Multihash = "12202cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    [Theory]
    [InlineData(Multihash)]
    [InlineData("QmRN6wdp1S2A5EtjW9A3M1vKSBuQQGcgvuhoMUoEz4iiT5")]
    [InlineData("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq")]
    public void TryParse_AnyFormOfOneHash_IsOneKey(string text)
    {
        Assert.True(ContentKey.TryParse(text, out ContentKey key));
        Assert.Equal(Multihash, key.ToString());
        Assert.Equal(ContentKey.ForContent("hello"u8), key);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Qm")]
    [InlineData("b")]
    [InlineData("baf")]
    [InlineData("1220")]
    [InlineData("1200")]
    [InlineData("zz")]
    [InlineData(Multihash + "00")]
    public void TryParse_NoHash_IsFalse(string? text) => Assert.False(ContentKey.TryParse(text, out _));

    [Property]
    public bool TryParse_AnyText_IsAKeyOrFalse(string? text) =>
        ContentKey.TryParse(text, out ContentKey key) == !key.Bytes.IsEmpty;
}
