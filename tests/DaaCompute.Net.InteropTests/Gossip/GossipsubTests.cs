using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.InteropTests.Gossip;

/// <summary>Gossipsub with js-libp2p: messages both ways, signed and unsigned, and ours carried by a peer that cannot read them.</summary>
public sealed class GossipsubTests
{
    private const string Name = "/daa/interop";
    private const string StrictSign = "StrictSign";
    private const string StrictNoSign = "StrictNoSign";
    private static readonly Topic Topic = new(Name);

    [JsTheory]
    [InlineData(SignaturePolicy.StrictSign, StrictSign, "tcp")]
    [InlineData(SignaturePolicy.StrictSign, StrictSign, "ws")]
    [InlineData(SignaturePolicy.Unsigned, StrictNoSign, "tcp")]
    [InlineData(SignaturePolicy.Unsigned, StrictNoSign, "ws")]
    public async Task Publish_ByUs_IsHeardByJs(SignaturePolicy policy, string theirs, string transport)
    {
        await using InteropNode node = await StartAsync(policy, transport);
        await using JsPeer js = await JsPeer.StartAsync(Options(theirs, transport));
        await node.Peers.ConnectAsync(js.Address, InteropNode.Limit());
        await js.SubscribeAsync(Name);
        await using ISubscription<GossipMessage> own = await Gossip(node).SubscribeAsync(Topic, InteropNode.Limit());
        await Gossip(node).WaitForMeshAsync(Topic, InteropNode.Limit());

        await Gossip(node).PublishAsync(Topic, "from us"u8.ToArray(), InteropNode.Limit());

        (byte[] data, PeerId? from) = await js.MessageAsync(Name);
        Assert.Equal("from us"u8.ToArray(), data);
        Assert.Equal(policy == SignaturePolicy.StrictSign ? node.Alias : null, from);
        Assert.Equal([node.Alias], await js.SubscribersAsync(Name));
    }

    [JsTheory]
    [InlineData(SignaturePolicy.StrictSign, StrictSign, "tcp")]
    [InlineData(SignaturePolicy.StrictSign, StrictSign, "ws")]
    [InlineData(SignaturePolicy.Unsigned, StrictNoSign, "tcp")]
    [InlineData(SignaturePolicy.Unsigned, StrictNoSign, "ws")]
    public async Task Publish_ByJs_IsHeardByUs(SignaturePolicy policy, string theirs, string transport)
    {
        await using InteropNode node = await StartAsync(policy, transport);
        await using JsPeer js = await JsPeer.StartAsync(Options(theirs, transport));
        await js.DialAsync(node.AddressFor(transport));
        await js.SubscribeAsync(Name);
        await using ISubscription<GossipMessage> own = await Gossip(node).SubscribeAsync(Topic, InteropNode.Limit());
        await js.GraftAsync(node.Alias, Name);

        Assert.Equal([node.Alias], await js.PublishAsync(Name, "from js"u8.ToArray()));

        GossipMessage message = await NextAsync(own);
        Assert.Equal("from js"u8.ToArray(), message.Data.ToArray());
        Assert.Equal(policy == SignaturePolicy.StrictSign ? js.Id : null, message.Author);
        Assert.Equal(js.Id, message.ReceivedFrom);
    }

    [JsFact]
    public async Task Publish_Envelope_IsCarriedByJsToAnotherOfUs()
    {
        await using InteropNode author = await StartAsync(SignaturePolicy.Envelope, "tcp");
        await using InteropNode reader = await StartAsync(SignaturePolicy.Envelope, "tcp");
        await using JsPeer js = await JsPeer.StartAsync(Options(StrictNoSign, "tcp"));
        await author.Peers.ConnectAsync(js.Address, InteropNode.Limit());
        await reader.Peers.ConnectAsync(js.Address, InteropNode.Limit());
        await js.SubscribeAsync(Name);
        await using ISubscription<GossipMessage> own = await Gossip(author).SubscribeAsync(Topic, InteropNode.Limit());
        await using ISubscription<GossipMessage> heard = await Gossip(reader).SubscribeAsync(Topic, InteropNode.Limit());
        await js.GraftAsync(author.Alias, Name);
        await js.GraftAsync(reader.Alias, Name);
        await Gossip(author).WaitForMeshAsync(Topic, InteropNode.Limit());

        await Gossip(author).PublishAsync(Topic, "sealed"u8.ToArray(), InteropNode.Limit());

        GossipMessage message = await NextAsync(heard);
        Assert.Equal("sealed"u8.ToArray(), message.Data.ToArray());
        Assert.Equal(author.Id, message.Author);
        Assert.Equal(js.Id, message.ReceivedFrom);
        Assert.Null(reader.Peers.FindConnection(author.Id));
    }

    private static Task<InteropNode> StartAsync(SignaturePolicy policy, string transport) => InteropNode.StartAsync(
        node =>
        {
            node.AllowClassicalPeers();
            node.Services.Configure<GossipOptions>(options =>
            {
                options.Policy = policy;
                options.AllowClassicalPeers = true;
            });
        },
        transport == "ws" ? "/ip4/127.0.0.1/tcp/0/ws" : "/ip4/127.0.0.1/tcp/0");

    private static JsPeerOptions Options(string policy, string transport) => new()
    {
        Gossip = policy,
        Transports = [transport],
    };

    private static IGossip Gossip(InteropNode node) => node.Services.GetRequiredService<IGossip>();

    private static async Task<GossipMessage> NextAsync(ISubscription<GossipMessage> subscription)
    {
        await foreach (GossipMessage message in subscription.WithCancellation(InteropNode.Limit()))
        {
            return message;
        }

        throw new InvalidOperationException("The subscription has ended.");
    }
}
