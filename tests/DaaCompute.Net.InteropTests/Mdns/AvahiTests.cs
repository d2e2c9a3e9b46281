using DaaCompute.Net.Transport;

namespace DaaCompute.Net.InteropTests.Mdns;

public sealed class AvahiTests
{
    [AvahiFact]
    public async Task AvahiBrowse_OurNode_SeesItWithItsAddressAndSeesItLeave()
    {
        await using Avahi avahi = await Avahi.StartAsync();
        ToolProcess browser = avahi.Browse("_p2p._udp");
        DaaComputeNetwork node = await StartAsync(mdns: true);
        PeerInfo self = node.LocalPeer;
        string text = $"\"dnsaddr={self.Addresses[0].WithPeer(self.Id)}\"";

        string[] found = (await browser.LineAsync(line => line.StartsWith('=') && line.Contains(text, StringComparison.Ordinal))).Split(';');
        await node.DisposeAsync();
        string left = await browser.LineAsync(line => line.StartsWith('-') && line.Contains(found[3], StringComparison.Ordinal));

        Assert.Equal(["=", "lo", "IPv4", found[3], "_p2p._udp", "local", $"{found[3]}.local", "127.0.0.1"], found[..8]);
        Assert.Equal(self.Addresses[0].ValueOf("tcp"), found[8]);
        Assert.Equal(["-", "lo", "IPv4", found[3]], left.Split(';')[..4]);
        Assert.DoesNotContain(self.Id.ToString(), found[3], StringComparison.Ordinal);
    }

    [AvahiFact]
    public async Task AvahiBrowse_AllServices_ListsOurs()
    {
        await using Avahi avahi = await Avahi.StartAsync();
        await using DaaComputeNetwork node = await StartAsync(mdns: true);

        ToolProcess browser = avahi.Browse("--all");

        await browser.LineAsync(line => line.StartsWith('=') && line.Contains(node.LocalPeer.Id.ToString(), StringComparison.Ordinal));
    }

    [AvahiFact]
    public async Task DiscoverAsync_WhatAvahiPublishes_IsFoundAndConnectedTo()
    {
        await using Avahi avahi = await Avahi.StartAsync();
        await using DaaComputeNetwork silent = await StartAsync(mdns: false);
        await using DaaComputeNetwork node = await StartAsync(mdns: true);
        await using ISubscription<PeerEvent> events = await node.Peers.SubscribeAsync();

        await avahi.PublishAsync("a peer", "_p2p._udp", 4001, $"dnsaddr={silent.LocalPeer.Addresses[0].WithPeer(silent.LocalPeer.Id)}");

        Assert.True(await HearsOfAsync(events, silent.LocalPeer.Id));
    }

    private static async Task<bool> HearsOfAsync(ISubscription<PeerEvent> events, PeerId peer)
    {
        using CancellationTokenSource limit = new(JsProcess.Patience);
        await foreach (PeerEvent happened in events.WithCancellation(limit.Token))
        {
            if (happened.Kind == PeerEventKind.Connected && happened.Connection.RemotePeer.Id == peer)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<DaaComputeNetwork> StartAsync(bool mdns)
    {
        DaaComputeNetworkBuilder builder = new(NodePresets.Loopback);
        builder.ConfigureDiscovery(discovery => discovery.MdnsEnabled = mdns);
        return await builder.StartAsync();
    }
}
