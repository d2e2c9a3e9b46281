using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A record has a peer, and no more addresses than are read of one message.</summary>
[Decodes(typeof(PeerRecord), nameof(PeerRecord.TryDecode))]
internal sealed class PeerRecordTarget : CodecTarget<PeerRecord>
{
    public override string Name => "peer-record";

    public override AllocationLimit Limit { get; } = new(
        12, 32768, "At most 32 addresses are kept, each an object with its text.");

    public override IEnumerable<byte[]> Seeds() =>
    [
        new PeerRecord(Samples.Key(PeerKeyType.MlDsa65, "record").PeerId, 42, [.. Samples.Addresses]).Encode(),
        new PeerRecord(Samples.Key(PeerKeyType.Ed25519, "record").PeerId, ulong.MaxValue, []).Encode(),
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out PeerRecord? value) =>
        PeerRecord.TryDecode(input, out value);

    protected override byte[] Encode(PeerRecord value) => value.Encode();

    protected override void Check(PeerRecord value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        value.Addresses.Length <= IdentifyMessage.MaxAddresses && input.IndexOf(value.PeerId.Bytes.Span) >= 0,
        "a record holds more than was read");
}
