using DaaCompute.Net.Dht.Protocol;

namespace DaaCompute.Net.Dht.Tests.Protocol;

public sealed class ModeRuleTests
{
    [Theory]
    [InlineData(DhtMode.Automatic, "/ip4/8.8.8.8/tcp/1", NodeCapabilities.None, false, DhtMode.Server)]
    [InlineData(DhtMode.Automatic, "/dns4/node.example.org/tcp/1", NodeCapabilities.None, false, DhtMode.Server)]
    [InlineData(DhtMode.Automatic, "/ip4/10.0.0.1/tcp/1", NodeCapabilities.None, false, DhtMode.Client)]
    [InlineData(DhtMode.Automatic, "/ip4/10.0.0.1/tcp/1", NodeCapabilities.None, true, DhtMode.Server)]
    [InlineData(DhtMode.Automatic, "/ip4/10.0.0.1/tcp/1", NodeCapabilities.PubliclyReachable, false, DhtMode.Server)]
    [InlineData(DhtMode.Automatic, "/ip4/8.8.8.8/tcp/1", NodeCapabilities.Browser, false, DhtMode.Client)]
    [InlineData(DhtMode.Client, "/ip4/8.8.8.8/tcp/1", NodeCapabilities.None, false, DhtMode.Client)]
    [InlineData(DhtMode.Server, "/ip4/10.0.0.1/tcp/1", NodeCapabilities.None, false, DhtMode.Server)]
    public void Decide_ByReach(DhtMode wanted, string address, NodeCapabilities able, bool allowPrivate, DhtMode expected)
    {
        (DhtMode mode, string reason) = ModeRule.Decide(wanted, [Multiaddress.Parse(address)], able, allowPrivate);

        Assert.Equal(expected, mode);
        Assert.NotEmpty(reason);
    }
}
