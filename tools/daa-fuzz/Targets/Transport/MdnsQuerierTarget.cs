using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>Whatever a link says, the querier remembers a bounded number of peers, and asks in messages that can be read.</summary>
[Decodes(typeof(MdnsQuerier), nameof(MdnsQuerier.Receive))]
internal sealed class MdnsQuerierTarget : IFuzzTarget
{
    public string Name => "mdns-querier";

    public AllocationLimit Limit { get; } = AllocationLimit.None(
        "It keeps peers, sorts them and makes messages of them; mdns-message measures the decoding.");

    public IEnumerable<byte[]> Seeds() => new MdnsMessageTarget().Seeds();

    public void Run(ReadOnlySpan<byte> input)
    {
        if (!MdnsMessage.TryDecode(input, out MdnsMessage? message))
        {
            return;
        }

        MdnsQuerier querier = new("own", new SeededEntropy("mdns"));
        querier.Start(TimeSpan.Zero);
        TimeSpan now = TimeSpan.FromSeconds(1);
        foreach (PeerInfo peer in querier.Receive(message, static _ => true, now))
        {
            FuzzFindingException.Require(
                peer.Addresses.Length is > 0 and <= MdnsQuerier.MaxAddresses && peer.Addresses.All(address => address.PeerId is null),
                "a peer was heard of without an address");
        }

        querier.Overhear(message, now);
        FuzzFindingException.Require(querier.Count <= MdnsQuerier.MaxInstances, "more peers are remembered than may be");
        for (int step = 0; step < 8 && querier.Due is TimeSpan due; step++)
        {
            now = due > now ? due : now;
            foreach (MdnsMessage query in querier.Poll(now))
            {
                byte[] encoded = query.Encode();
                FuzzFindingException.Require(
                    encoded.Length <= MdnsMessage.MaxLength && MdnsMessage.TryDecode(encoded, out _), "a query is no message");
            }
        }
    }
}
