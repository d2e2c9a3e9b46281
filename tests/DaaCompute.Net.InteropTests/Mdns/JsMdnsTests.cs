using System.Text.Json;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.InteropTests.Mdns;

public sealed class JsMdnsTests
{
    [LanFact]
    public async Task Mdns_StockJsPeer_EachHearsOfTheOther()
    {
        DaaComputeNetworkBuilder builder = new(NodePresets.Leaf);
        await using DaaComputeNetwork node = await builder.StartAsync();
        await using JsPeer peer = await JsPeer.StartAsync(new JsPeerOptions { Mdns = new { interval = 1_000 } });

        JsonElement heard = await peer.EventAsync(
            "peer:discovery", line => line.GetProperty("peer").GetString() == node.LocalPeer.Id.ToString());
        using CancellationTokenSource limit = new(JsProcess.Patience);
        PeerInfo? found;
        while ((found = node.Directory.Find(peer.Id)) is null)
        {
            await Task.Delay(10, limit.Token);
        }

        Assert.Contains(peer.Address.WithoutPeer(), found.Addresses);
        Assert.All(
            heard.GetProperty("addresses").EnumerateArray().Select(address => Multiaddress.Parse(address.GetString()!)),
            address => Assert.Contains(address, node.LocalPeer.Addresses));
    }
}
