using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.InteropTests.Gossip;

/// <summary>Gossipsub with stock js-libp2p beyond messages that pass: ids that agree, large messages, peers left out.</summary>
public sealed class GossipAgreementTests
{
    private const string Name = "/interop/topic";

    private static readonly Topic Topic = new(Name);

    [JsFact]
    public async Task JsDials_AndHearsALargeMessage()
    {
        await using JsPeer js = await JsPeer.StartAsync(new JsPeerOptions { Gossip = "StrictNoSign" });
        await using InteropNode ours = await StartAsync("StrictNoSign");
        await js.SubscribeAsync(Name);
        await js.DialAsync(ours.AddressFor("tcp"));
        await GossipOf(ours).WaitForMeshAsync(Topic, InteropNode.Limit());
        byte[] large = new byte[900_000];
        large[^1] = 7;
        await GossipOf(ours).PublishAsync(Topic, large);
        Assert.Equal(large, (await js.MessageAsync(Name)).Data);
    }

    [JsTheory]
    [InlineData("StrictSign")]
    [InlineData("StrictNoSign")]
    public async Task Gossip_OutsideTheMesh_AgreesOnIds(string policy)
    {
        // This js-libp2p keeps no mesh: whatever passes goes by IHAVE and IWANT.
        await using JsPeer js = await JsPeer.StartAsync(new JsPeerOptions
        {
            Gossip = policy,
            GossipOptions = new
            {
                D = 0,
                Dlo = 0,
                Dhi = 0,
                Dout = 0,
                Dscore = 0,
                floodPublish = false,
                allowPublishToZeroTopicPeers = true,
                gossipsubIWantFollowupMs = 500,
                scoreParams = new { behaviourPenaltyWeight = -1e6, behaviourPenaltyThreshold = 0, behaviourPenaltyDecay = 0.99 },
                scoreThresholds = new { gossipThreshold = -10, publishThreshold = -20, graylistThreshold = -30 },
            },
        });
        await using InteropNode ours = await StartAsync(policy, options =>
        {
            options.FloodPublish = false;
            options.IWantFollowUpTime = TimeSpan.FromMilliseconds(500);
            options.Score.BehaviourPenaltyThreshold = 0;
            options.Score.BehaviourPenaltyWeight = -1e6;
        });
        await using ISubscription<GossipMessage> subscription = await GossipOf(ours).SubscribeAsync(Topic);
        await js.SubscribeAsync(Name);
        await ours.Peers.ConnectAsync(js.Address, InteropNode.Limit());
        await js.SubscriptionAsync(ours.Alias, Name);

        // Had the ids differed, each side would hold a broken promise against the other before the next message is told of,
        // and hear its gossip no more.
        for (byte number = 0; number < 4; number++)
        {
            await js.PublishAsync(Name, new byte[] { 1, number });
            Assert.Equal([1, number], (await NextAsync(subscription)).Data.ToArray());
            await GossipOf(ours).PublishAsync(Topic, new byte[] { 2, number });
            Assert.Equal([2, number], (await js.MessageAsync(Name)).Data);
        }
    }

    [JsFact]
    public async Task ClassicalPeer_LeftOut_HearsNothing()
    {
        await using JsPeer js = await JsPeer.StartAsync(new JsPeerOptions { Gossip = "StrictNoSign" });
        await using InteropNode ours = await StartAsync("StrictNoSign", options => options.AllowClassicalPeers = false);
        await using ISubscription<GossipMessage> subscription = await GossipOf(ours).SubscribeAsync(Topic);
        await js.SubscribeAsync(Name);
        await ours.Peers.ConnectAsync(js.Address, InteropNode.Limit());
        await js.IdentifiedAsync(ours.Alias);
        Assert.Empty(await js.SubscribersAsync(Name));
    }

    private static IGossip GossipOf(InteropNode node) => node.Services.GetRequiredService<IGossip>();

    private static Task<InteropNode> StartAsync(string policy, Action<GossipOptions>? configure = null) =>
        InteropNode.StartAsync(builder => builder.AllowClassicalPeers().AddGossip(options =>
        {
            options.Policy = policy switch
            {
                "StrictSign" => SignaturePolicy.StrictSign,
                "StrictNoSign" => SignaturePolicy.Unsigned,
                _ => SignaturePolicy.Envelope,
            };
            options.SignedMessageId = SignedMessageIdForm.PublicKey;
            configure?.Invoke(options);
        }));

    private static async Task<GossipMessage> NextAsync(ISubscription<GossipMessage> subscription)
    {
        await foreach (GossipMessage message in subscription.WithCancellation(InteropNode.Limit()))
        {
            return message;
        }

        throw new InvalidOperationException("The subscription ended.");
    }
}
