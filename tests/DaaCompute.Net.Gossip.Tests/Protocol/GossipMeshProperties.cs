using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Gossip.Tests.Protocol;

/// <summary>What holds after any sequence of events.</summary>
public sealed class GossipMeshProperties
{
    private const int Peers = 20;

    [Property(MaxTest = 150)]
    public Property AnyEvents_KeepTheInvariants() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ArrayOf(400).ToArbitrary(),
        steps => Run(steps));

    [Property(MaxTest = 20)]
    public Property SameEvents_SameEffects() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ArrayOf(200).ToArbitrary(),
        steps => Assert.Equal(Run(steps), Run(steps)));

    private static List<string> Run(int[] steps)
    {
        MeshNode node = new(options => options.TopicScore = new TopicScoreOptions());
        HashSet<int> connected = [];
        Dictionary<PeerId, TimeSpan> prunedUntil = [];
        HashSet<string> delivered = [];
        List<InboundMessage> validating = [];
        List<string> trace = [];
        node.Join();
        foreach (int step in steps)
        {
            int number = step / 16 % Peers;
            PeerId peer = TestPeers.Peer(number);
            InboundMessage message = MeshNode.Message($"{step / 512 % 40}");
            switch (step % 16)
            {
                case 0 or 1:
                    connected.Add(number);
                    node.Add(number, isOutbound: number % 4 == 0, address: (UInt128)(number / 4));
                    break;
                case 2:
                    connected.Remove(number);
                    node.Step(new GossipEvent.PeerRemoved(peer));
                    break;
                case 3 or 4:
                    node.Graft(peer);
                    break;
                case 5:
                    node.Prune(peer, (ulong)(step / 512 % 100));
                    break;
                case 6 or 7 or 8:
                    node.Receive(peer, message);
                    break;
                case 9 or 10 when validating.Count > 0:
                    node.Conclude(validating[0], step / 512 % 5 == 0 ? ValidationOutcome.Rejected : ValidationOutcome.Accepted);
                    validating.RemoveAt(0);
                    break;
                case 11:
                    node.Receive(peer, new GossipRpc { IHave = [new IHave(MeshNode.Topic, [message.Id])], IWant = [message.Id] });
                    break;
                case 12:
                    node.Receive(peer, new GossipRpc { Subscriptions = [new SubscriptionChange(MeshNode.Topic, false)] });
                    break;
                case 13:
                    node.Step(new GossipEvent.Published(message));
                    delivered.Add(message.Id.ToString());
                    break;
                default:
                    node.Beat();
                    Assert.True(node.MeshPeers.Length <= node.Options.MeshDegreeHigh);
                    Assert.All(node.MeshPeers, member => Assert.True(node.Score(member) >= 0));
                    break;
            }

            Check(node, connected, prunedUntil, delivered, validating);
            trace.Add(string.Join(';', node.Effects.Select(Describe)));
        }

        return trace;
    }

    private static void Check(
        MeshNode node,
        HashSet<int> connected,
        Dictionary<PeerId, TimeSpan> prunedUntil,
        HashSet<string> delivered,
        List<InboundMessage> validating)
    {
        PeerId[] peers = [.. connected.Select(TestPeers.Peer)];
        Assert.Equal(node.MeshPeers.Length, node.MeshPeers.Distinct().Count());
        Assert.Empty(node.MeshPeers.Except(peers));
        foreach (GossipEffect effect in node.Effects)
        {
            switch (effect)
            {
                case GossipEffect.Validate validate:
                    validating.Add(validate.Message);
                    break;
                case GossipEffect.Deliver deliver:
                    Assert.True(delivered.Add(deliver.Message.Id.ToString()), "a message is delivered once");
                    break;
                case GossipEffect.SendControl send:
                    Assert.Contains(send.To, peers);
                    if (!send.Rpc.Graft.IsEmpty)
                    {
                        Assert.False(
                            prunedUntil.TryGetValue(send.To, out TimeSpan until) && until > node.Now, "no graft within a back-off");
                    }

                    if (!send.Rpc.Prune.IsEmpty)
                    {
                        prunedUntil[send.To] = node.Now + TimeSpan.FromSeconds(send.Rpc.Prune[0].Backoff);
                    }

                    break;
            }
        }
    }

    private static string Describe(GossipEffect effect) => effect switch
    {
        GossipEffect.SendControl send => $"{send.To} {Convert.ToHexString(GossipEncoder.Frame(send.Rpc).Span)}",
        GossipEffect.SendMessage send => $"{string.Join(',', send.To)} {Convert.ToHexString(send.Message.Frame.Span)}",
        GossipEffect.Validate validate => $"validate {validate.From} {validate.Message.Id}",
        GossipEffect.Deliver deliver => $"deliver {deliver.From} {deliver.Message.Id}",
        _ => effect.ToString(),
    };
}
