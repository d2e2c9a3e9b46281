using DaaCompute.Net.Transport.Discovery;
using DaaCompute.Net.Transport.Tests.Runtime;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Tests.Discovery;

public sealed class BootstrapPeerSourceTests
{
    [Fact]
    public async Task DiscoverAsync_SomeNameTheirPeer_YieldsThoseOnceEach()
    {
        PeerId seed = new TestIdentity(1).PeerId;
        TransportOptions options = new();
        options.Discovery.BootstrapNodes.Add($"/ip4/192.0.2.1/tcp/1/p2p/{seed}");
        options.Discovery.BootstrapNodes.Add("/ip4/192.0.2.9/tcp/1");
        options.Discovery.BootstrapNodes.Add($"/dns4/example.org/tcp/1/p2p/{seed}");
        options.Discovery.BootstrapNodes.Add($"/p2p/{seed}");
        BootstrapPeerSource source = new(Options.Create(options));
        List<PeerInfo> found = [];

        await foreach (PeerInfo peer in source.DiscoverAsync(TestTime.Limit()))
        {
            found.Add(peer);
        }

        Assert.Equal("bootstrap", source.Name);
        Assert.Equal(seed, Assert.Single(found).Id);
        Assert.Equal(["/ip4/192.0.2.1/tcp/1", "/dns4/example.org/tcp/1"], found[0].Addresses.Select(address => address.ToString()));
    }
}
