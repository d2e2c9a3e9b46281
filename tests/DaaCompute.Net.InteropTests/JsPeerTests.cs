using System.Text;

namespace DaaCompute.Net.InteropTests;

/// <summary>The foreign peer itself: two of them agree, so that a test that fails with one speaks of this project.</summary>
public sealed class JsPeerTests
{
    private const string Kad = "/qudag/kad/1.0.0";

    [JsFact]
    public async Task Start_OfBothTransports_ListensOnBoth()
    {
        await using JsPeer peer = await JsPeer.StartAsync(new JsPeerOptions { Transports = ["tcp", "ws"] });

        Assert.Equal(2, peer.Addresses.Length);
        Assert.All(peer.Addresses, address => Assert.Equal(peer.Id, address.PeerId));
        Assert.Contains(peer.Addresses, address => address.ToString().Contains("/ws/", StringComparison.Ordinal));
    }

    [JsTheory]
    [InlineData("tcp")]
    [InlineData("ws")]
    public async Task TwoPeers_OverOneTransport_IdentifyAndPing(string transport)
    {
        JsPeerOptions options = new() { Transports = [transport] };
        await using JsPeer one = await JsPeer.StartAsync(options);
        await using JsPeer other = await JsPeer.StartAsync(options);

        Assert.Equal(other.Id, await one.DialAsync(other.Address));
        Assert.Contains("js-libp2p", (await one.IdentifiedAsync(other.Id)).GetProperty("agent").GetString(), StringComparison.Ordinal);
        Assert.True(await one.PingAsync(other.Id) > TimeSpan.Zero);
        Assert.Equal("/noise", (await one.PeersAsync()).Single().GetProperty("security").GetString());
    }

    [JsFact]
    public async Task TwoPeers_WithADht_ShareContentAndValues()
    {
        JsPeerOptions options = new() { Kad = Kad, Namespaces = ["daa"] };
        await using JsPeer one = await JsPeer.StartAsync(options);
        await using JsPeer other = await JsPeer.StartAsync(options);
        byte[] multihash = [0x12, 0x20, .. new byte[32]];
        byte[] key = Encoding.ASCII.GetBytes("/daa/key");

        await one.DialAsync(other.Address);
        await one.IdentifiedAsync(other.Id);
        await other.IdentifiedAsync(one.Id);
        await other.ProvideAsync(multihash);
        await one.PutAsync(key, new byte[] { 1, 2, 3 });

        Assert.Contains(await one.FindProvidersAsync(multihash), provider => provider.Id == other.Id);
        Assert.Equal([1, 2, 3], await other.GetAsync(key));
        Assert.Equal(other.Id, (await one.FindPeerAsync(other.Id)).Id);
        Assert.Equal(1, await one.RoutingTableAsync());
    }

    [JsTheory]
    [InlineData("StrictSign")]
    [InlineData("StrictNoSign")]
    public async Task TwoPeers_WithGossipsub_HearEachOther(string policy)
    {
        JsPeerOptions options = new() { Gossip = policy };
        await using JsPeer one = await JsPeer.StartAsync(options);
        await using JsPeer other = await JsPeer.StartAsync(options);

        await one.DialAsync(other.Address);
        await other.SubscribeAsync("topic");
        await one.SubscriptionAsync(other.Id, "topic");
        await one.SubscribeAsync("topic");
        await one.GraftAsync(other.Id, "topic");

        Assert.Equal([other.Id], await one.SubscribersAsync("topic"));
        Assert.Equal([other.Id], await one.MeshAsync("topic"));
        Assert.Equal([other.Id], await one.PublishAsync("topic", new byte[] { 7 }));
        (byte[] data, PeerId? from) = await other.MessageAsync("topic");
        Assert.Equal([7], data);
        Assert.Equal(policy == "StrictSign" ? one.Id : null, from);
    }

    [JsFact]
    public async Task Dial_OfAnotherPeersAddress_IsRefused()
    {
        await using JsPeer one = await JsPeer.StartAsync();
        await using JsPeer other = await JsPeer.StartAsync();
        Multiaddress wrong = other.Address.WithoutPeer()!.WithPeer(one.Id);

        await using JsPeer third = await JsPeer.StartAsync();
        JsPeerException error = await Assert.ThrowsAsync<JsPeerException>(() => third.DialAsync(wrong));

        Assert.Contains("does not match", error.Message, StringComparison.Ordinal);
    }

    [JsFact]
    public async Task Call_OfNoCommand_IsAnError()
    {
        await using JsPeer peer = await JsPeer.StartAsync();

        await Assert.ThrowsAsync<JsPeerException>(() => peer.CallAsync("nonsense"));
    }
}
