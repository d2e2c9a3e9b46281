using DaaCompute.Net.Dht;
using DaaCompute.Net.Training.Fakes;

namespace DaaCompute.Net.Training.Runtime;

public sealed class ModelExchangeTests
{
    private static readonly ShardId Shard = ShardId.Parse(new string('a', 64));

    private readonly FakeNetwork _network = new(new FakeHub(), number: 0);
    private readonly FakeContentRouter _content;
    private readonly ModelExchange _models;

    public ModelExchangeTests()
    {
        _content = new FakeContentRouter(_network.LocalPeer);
        _models = new ModelExchange(_content, _network);
    }

    [Fact]
    public async Task FindModelShardAsync_ProvidersKnown_YieldsTheOthersAlone()
    {
        PeerInfo other = new(TestPeers.Id(1), [Multiaddress.Parse("/memory/2")]);
        _content.Add(Shard.ToContentKey(), other);
        await _models.ProvideAsync(Shard);

        PeerInfo[] found = await _models.FindModelShardAsync(Shard).ToArrayAsync();

        Assert.Equal([other], found);
        Assert.Equal([other, _network.LocalPeer], _content.Providers[Shard.ToContentKey()]);
    }

    [Fact]
    public async Task FindModelShardAsync_NobodyHasIt_IsEmpty() =>
        Assert.Empty(await _models.FindModelShardAsync(Shard).ToArrayAsync());

    [Fact]
    public async Task WithdrawAsync_AfterProvide_TakesTheAnnouncementBack()
    {
        await _models.ProvideAsync(Shard);

        await _models.WithdrawAsync(Shard);

        Assert.Empty(_content.Providers[Shard.ToContentKey()]);
    }

    [Fact]
    public void ToContentKey_OfAShard_IsItsBlake3Multihash() =>
        Assert.Equal("1e20" + new string('a', 64), Shard.ToContentKey().ToString());

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("zz")]
    public void Parse_NoDigest_Throws(string text) => Assert.Throws<FormatException>(() => ShardId.Parse(text));
}
