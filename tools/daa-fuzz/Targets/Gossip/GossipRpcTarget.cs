using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Gossip;

/// <summary>An RPC says the same when it is framed again, and holds no more than its bounds.</summary>
[Decodes(typeof(GossipDecoder), nameof(GossipDecoder.TryDecode))]
[Decodes(typeof(TopicText), nameof(TopicText.TryRead))]
internal sealed class GossipRpcTarget : CodecTarget<GossipRpc>
{
    public override string Name => "gossip-rpc";

    public override AllocationLimit Limit { get; } = new(
        64, 8192, "A message or a subscription takes four bytes and is an object with its topic's text; 4,096 of a kind are kept.");

    public override IEnumerable<byte[]> Seeds()
    {
        MessageId[] ids = [new(new byte[] { 1, 2, 3 }), new(new byte[32])];
        ExchangedPeer peer = new(Samples.Key(PeerKeyType.MlDsa65, "pruned").PeerId, new byte[] { 9 });
        return new GossipRpc[]
        {
            new() { Subscriptions = [new("blocks", true), new("votes", false)] },
            new() { Messages = [new("blocks") { Data = new byte[] { 1, 2 } }] },
            new()
            {
                Messages =
                [
                    new("blocks")
                    {
                        From = peer.Peer.Bytes, Data = new byte[] { 1 }, Sequence = new byte[8], Signature = new byte[64], Key = new byte[36],
                    },
                ],
            },
            new() { IHave = [new("blocks", [.. ids])], IWant = [.. ids], Graft = ["blocks"], IDontWant = [.. ids] },
            new() { Prune = [new("blocks", [peer], 60)] },
        }.Select(Encode);
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out GossipRpc? value) =>
        GossipDecoder.TryDecode(input.ToArray(), out value);

    protected override byte[] Encode(GossipRpc value) => GossipFrame.Content(GossipEncoder.Frame(value));

    protected override void Check(GossipRpc value, ReadOnlySpan<byte> input)
    {
        FuzzFindingException.Require(
            value.Messages.Length <= GossipFields.MaxEntries
                && value.IHave.Sum(have => have.Ids.Length) <= GossipFields.MaxIds
                && value.IWant.Length <= GossipFields.MaxIds
                && value.Prune.All(prune => prune.Peers.Length <= GossipFields.MaxExchangedPeers),
            "an RPC holds more than it may");
        foreach (PubsubMessage message in value.Messages)
        {
            byte[] alone = GossipFrame.Content(message.Frame);
            FuzzFindingException.Require(
                GossipDecoder.TryDecode(alone, out GossipRpc? rpc) && rpc.Messages is [{ } same] && same.Topic == message.Topic
                    && same.DataLength == message.DataLength,
                "a message's own frame is another message");
        }
    }
}
