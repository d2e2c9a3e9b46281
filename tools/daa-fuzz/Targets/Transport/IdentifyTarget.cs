using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>What a peer says of itself stays within the bounds of a message, and says the same when it is passed on.</summary>
[Decodes(typeof(IdentifyMessage), nameof(IdentifyMessage.TryDecode))]
internal sealed class IdentifyTarget : CodecTarget<IdentifyMessage>
{
    public override string Name => "identify";

    public override AllocationLimit Limit { get; } = new(
        12, 32768, "At most 32 addresses and 256 protocols are kept, each an object with its text.");

    public override IEnumerable<byte[]> Seeds()
    {
        yield return new IdentifyMessage
        {
            PublicKey = Samples.Key(PeerKeyType.Ed25519, "identify").Encoded,
            Addresses = [.. Samples.Addresses],
            Protocols = [new("/ipfs/id/1.0.0"), new("/ipfs/ping/1.0.0"), new("/qudag/kad/1.0.0")],
            ObservedAddress = Multiaddress.Parse("/ip4/198.51.100.1/tcp/4001"),
            ProtocolVersion = "ipfs/0.1.0",
            AgentVersion = "daa/0.1.0",
            SignedRecord = new byte[] { 1, 2, 3 },
            Role = NodeRole.SuperNode,
            Capabilities = (NodeCapabilities)3,
        }.Encode();
        yield return new IdentifyMessage().Encode();
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out IdentifyMessage? value) =>
        IdentifyMessage.TryDecode(input, out value);

    protected override byte[] Encode(IdentifyMessage value) => value.Encode();

    protected override void Check(IdentifyMessage value, ReadOnlySpan<byte> input)
    {
        FuzzFindingException.Require(
            value.Addresses.Length <= IdentifyMessage.MaxAddresses && value.Protocols.Length <= IdentifyMessage.MaxProtocols,
            "more is kept of a message than may be");
        FuzzFindingException.Require(Enum.IsDefined(value.Role), "a role that is none");
        FuzzFindingException.Require(
            $"{value.AgentVersion}{value.ProtocolVersion}".All(symbol => !char.IsControl(symbol)), "a control character");
        foreach (ProtocolId protocol in value.Protocols)
        {
            FuzzFindingException.Require(
                input.IndexOf(Samples.Utf8(protocol.Value)) >= 0, $"{protocol} is nothing the peer said");
        }
    }
}
