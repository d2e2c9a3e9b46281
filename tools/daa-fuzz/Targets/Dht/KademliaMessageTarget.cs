using System.Buffers;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Dht;

/// <summary>A request or an answer says the same when it is written again; a public key is valid under its own name alone.</summary>
[Decodes(typeof(KademliaCodec), nameof(KademliaCodec.TryRead))]
[Decodes(typeof(KademliaCodec), nameof(KademliaCodec.TryReadPeer))]
internal sealed class KademliaMessageTarget : CodecTarget<KademliaMessage>
{
    private static readonly PeerPublicKey Key = Samples.Key(PeerKeyType.Ed25519, "kad");
    private static readonly byte[] KeyName = [.. "/pk/"u8, .. Key.PeerId.Bytes.Span];

    public override string Name => "kademlia-message";

    public override AllocationLimit Limit { get; } = new(
        16, 131_072, "At most 128 peers of each list are kept, with up to 16 addresses, each an object with its text.");

    public override IEnumerable<byte[]> Seeds()
    {
        KademliaPeer near = new(Samples.Key(PeerKeyType.MlDsa65, "near").PeerId, [.. Samples.Addresses.Take(3)], ConnectionKind.Connected);
        return new KademliaMessage[]
        {
            new(KademliaMessageType.FindNode) { Key = Key.PeerId.Bytes },
            new(KademliaMessageType.FindNode) { CloserPeers = [near, near with { Addresses = [] }] },
            new(KademliaMessageType.GetProviders) { Key = (byte[])[0x12, 0x20, .. new byte[32]], ProviderPeers = [near] },
            new(KademliaMessageType.PutValue)
            {
                Key = KeyName, Record = new KademliaRecord(KeyName, Key.Encoded, "2030-01-01T00:00:00.000000001Z"),
            },
            new(KademliaMessageType.Ping),
        }.Select(Encode);
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out KademliaMessage? value) =>
        KademliaCodec.TryRead(input, out value);

    protected override byte[] Encode(KademliaMessage value)
    {
        ArrayBufferWriter<byte> output = new();
        KademliaCodec.Write(value, output);
        FuzzFindingException.Require(output.WrittenCount == KademliaCodec.GetLength(value), "a message is as long as another");
        return output.WrittenSpan.ToArray();
    }

    protected override void Check(KademliaMessage value, ReadOnlySpan<byte> input)
    {
        FuzzFindingException.Require(
            Enum.IsDefined(value.Type) && value.Key.Length <= KademliaCodec.MaxKeyLength
                && value.CloserPeers.Length <= KademliaCodec.MaxPeers && value.ProviderPeers.Length <= KademliaCodec.MaxPeers
                && value.CloserPeers.All(peer => peer.Addresses.Length <= AddressReach.MaxAddresses),
            "a message holds more than it may");
        foreach (Multiaddress address in value.CloserPeers.SelectMany(peer => peer.Addresses))
        {
            AddressReach.IsPrivate(address);
        }

        if (value.Record is { Key.Length: > 0 } record
            && new PublicKeyRecordValidator().Validate(new ContentKey(record.Key.Span), record.Value.Span))
        {
            FuzzFindingException.Require(
                PeerPublicKey.TryDecode(record.Value.Span, out PeerPublicKey? key)
                    && record.Key.Span.EndsWith(key.PeerId.Bytes.Span),
                "a key is valid under another's name");
        }
    }
}
