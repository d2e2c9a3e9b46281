using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>What this node saved of a peer is the same when it is saved again.</summary>
[Decodes(typeof(KnownPeerCodec), nameof(KnownPeerCodec.TryDecode))]
internal sealed class KnownPeerTarget : CodecTarget<KnownPeer>
{
    private static readonly PeerId Peer = Samples.Key(PeerKeyType.MlDsa65, "known").PeerId;

    public override string Name => "known-peer";

    public override AllocationLimit Limit { get; } = new(
        64, 16384, "A row of this node's own store, changed field by field; at most 16 addresses are kept, each an object with its text.");

    public override IEnumerable<byte[]> Seeds()
    {
        DateTimeOffset time = FixedTimeProvider.Instance.GetUtcNow();
        KnownAddress[] addresses =
            [.. Samples.Addresses.Select((address, index) => new KnownAddress(address, (AddressSource)(index % 3), index % 2 == 0 ? time : null))];
        return
        [
            Encode(new KnownPeer(Peer, time, [.. addresses])
            {
                Role = NodeRole.SuperNode, Capabilities = (NodeCapabilities)3, SignedRecord = new byte[] { 1, 2 }, RecordSequence = 9,
            }),
            Encode(new KnownPeer(Peer, DateTimeOffset.UnixEpoch, [addresses[0]])),
        ];
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out KnownPeer? value) =>
        KnownPeerCodec.TryDecode(Peer.Bytes.Span, input, out value);

    protected override byte[] Encode(KnownPeer value) => KnownPeerCodec.Encode(value);

    protected override void Check(KnownPeer value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        value.Addresses.Length is > 0 and <= KnownPeer.MaxAddresses && Enum.IsDefined(value.Role), "a peer holds what none may");
}
