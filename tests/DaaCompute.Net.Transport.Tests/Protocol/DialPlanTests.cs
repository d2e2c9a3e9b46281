using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class DialPlanTests
{
    private const string Relay = "/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N/p2p-circuit";

    [Fact]
    public void Order_MixedAddresses_NearestFirstRelayedLastNoneTwice()
    {
        Multiaddress[] known =
        [
            .. Parse(
                "/ip4/198.51.100.1/tcp/1" + Relay,
                "/ip4/198.51.100.2/tcp/1",
                "/dns4/example.org/tcp/1",
                "/ip4/192.168.1.2/tcp/1",
                "/ip4/127.0.0.1/tcp/1",
                "/ip4/127.0.0.1/tcp/1/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
                "/ip4/198.51.100.2/udp/1/quic-v1"),
        ];

        Multiaddress[] ordered = DialPlan.Order(known, address => address.Has("quic-v1") ? null : "tcp", []);

        Assert.Equal(
            Parse(
                "/ip4/127.0.0.1/tcp/1",
                "/ip4/192.168.1.2/tcp/1",
                "/ip4/198.51.100.2/tcp/1",
                "/dns4/example.org/tcp/1",
                "/ip4/198.51.100.1/tcp/1" + Relay),
            ordered);
    }

    [Fact]
    public void Order_EquallyNear_BetterTransportFirstUnnamedLast()
    {
        Multiaddress[] known = [.. Parse("/ip4/192.0.2.1/udp/1/quic-v1", "/ip4/192.0.2.1/tcp/1", "/ip4/192.0.2.1/tcp/2/ws", "/ip4/127.0.0.1/udp/1/quic-v1")];

        Multiaddress[] ordered = DialPlan.Order(
            known, address => address.Has("ws") ? "ws" : address.Has("tcp") ? "tcp" : "quic", ["ws", "tcp"]);

        Assert.Equal(
            Parse("/ip4/127.0.0.1/udp/1/quic-v1", "/ip4/192.0.2.1/tcp/2/ws", "/ip4/192.0.2.1/tcp/1", "/ip4/192.0.2.1/udp/1/quic-v1"),
            ordered);
    }

    [Fact]
    public void Order_TooMany_TakesTheFirst() => Assert.Equal(
        DialPlan.MaxAddresses,
        DialPlan.Order(Enumerable.Range(1, 99).Select(port => Multiaddress.Parse($"/ip4/192.0.2.1/tcp/{port}")), _ => "tcp", []).Length);

    [Theory]
    [InlineData("/ip4/198.51.100.9/tcp/1", "public")]
    [InlineData("/ip4/10.0.0.9/tcp/1", "public private")]
    [InlineData("/ip4/127.0.0.1/tcp/1", "public private loopback")]
    [InlineData("/memory/3", "public private loopback")]
    public void Plausible_ToldByAPeer_OnlyWhatMayLeadThere(string reachedAt, string expected)
    {
        Dictionary<string, string> told = new()
        {
            ["public"] = "/ip4/203.0.113.7/tcp/1",
            ["private"] = "/ip4/172.16.0.1/tcp/1",
            ["loopback"] = "/ip6/::1/tcp/1",
        };

        IEnumerable<Multiaddress> kept = DialPlan.Plausible(told.Values.Select(Multiaddress.Parse), Multiaddress.Parse(reachedAt));

        Assert.Equal(expected.Split(' ').Select(kind => Multiaddress.Parse(told[kind])), kept);
    }

    [Theory]
    [InlineData("/ip4/169.254.1.1/tcp/1", nameof(AddressScope.Private))]
    [InlineData("/ip4/172.32.0.1/tcp/1", nameof(AddressScope.Public))]
    [InlineData("/ip4/192.169.0.1/tcp/1", nameof(AddressScope.Public))]
    [InlineData("/ip6/fe80::1/tcp/1", nameof(AddressScope.Private))]
    [InlineData("/ip6/fd00::1/tcp/1", nameof(AddressScope.Private))]
    [InlineData("/ip6/2001:db8::1/tcp/1", nameof(AddressScope.Public))]
    [InlineData("/unix/tmp/x", nameof(AddressScope.Loopback))]
    public void ScopeOf_Address_HowFarItReaches(string address, string scope) =>
        Assert.Equal(scope, AddressScopes.ScopeOf(Multiaddress.Parse(address)).ToString());

    private static Multiaddress[] Parse(params string[] addresses) => [.. addresses.Select(Multiaddress.Parse)];
}
