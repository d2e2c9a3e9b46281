using DaaCompute.Net.Dht.Protocol;

namespace DaaCompute.Net.Dht.Tests.Protocol;

public sealed class AddressGroupTests
{
    [Theory]
    [InlineData("/ip4/203.0.114.9/tcp/1", "/ip4/203.0.7.200/udp/9/quic-v1", true)]
    [InlineData("/ip4/203.0.114.9/tcp/1", "/ip4/203.1.114.9/tcp/1", false)]
    [InlineData("/ip6/2a01:4f8:1::1/tcp/1", "/ip6/2a01:4f8:ffff::2/tcp/1", true)]
    [InlineData("/ip6/2a01:4f8:1::1/tcp/1", "/ip6/2a01:4f9:1::1/tcp/1", false)]
    [InlineData("/ip4/203.0.114.9/tcp/1", "/ip6/::ffff:203.0.1.1/tcp/1", true)]
    public void Of_TwoAddresses_AreOneGroupWhenOneOwnerHasBoth(string first, string second, bool same) =>
        Assert.Equal(same, AddressGroup.Of(Multiaddress.Parse(first)) == AddressGroup.Of(Multiaddress.Parse(second)));

    [Theory]
    [InlineData("/ip4/127.0.0.1/tcp/1")]
    [InlineData("/ip4/10.1.2.3/tcp/1")]
    [InlineData("/ip4/100.64.0.1/tcp/1")]
    [InlineData("/ip4/172.20.0.1/tcp/1")]
    [InlineData("/ip4/192.168.0.1/tcp/1")]
    [InlineData("/ip4/169.254.0.1/tcp/1")]
    [InlineData("/ip6/::1/tcp/1")]
    [InlineData("/ip6/fe80::1/tcp/1")]
    [InlineData("/ip6/fd00::1/tcp/1")]
    [InlineData("/memory/4")]
    [InlineData("/dns4/localhost/tcp/1")]
    public void IsPrivate_AddressesOfThisSite_AreInNoGroup(string address)
    {
        Assert.True(AddressReach.IsPrivate(Multiaddress.Parse(address)));
        Assert.True(AddressGroup.Of(Multiaddress.Parse(address)).IsNone);
    }

    [Fact]
    public void Select_PrivateNotAllowed_KeepsThePublicOnesInOrder() =>
        Assert.Equal(
            [Multiaddress.Parse("/ip4/8.8.8.8/tcp/1"), Multiaddress.Parse("/dns4/example.org/tcp/1")],
            AddressReach.Select(
                [
                    Multiaddress.Parse("/ip4/10.0.0.1/tcp/1"),
                    Multiaddress.Parse("/ip4/8.8.8.8/tcp/1"),
                    Multiaddress.Parse("/dns4/example.org/tcp/1"),
                ],
                allowPrivate: false).AsEnumerable());
}
