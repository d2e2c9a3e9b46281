using DaaCompute.Net.Dht;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Runtime;

namespace DaaCompute.Net.Fuzz.Targets.Dht;

/// <summary>What is saved under a key is the same when it is saved again.</summary>
[Decodes(typeof(RecordSnapshotCodec), nameof(RecordSnapshotCodec.TryRead))]
internal sealed class RecordSnapshotTarget : CodecTarget<RecordSnapshot>
{
    private static readonly byte[] Key = [1, 2, 3];

    public override string Name => "record-snapshot";

    public override AllocationLimit Limit { get; } = new(
        16, 16384, "What this node saved: each provider is an object with its addresses, and their number was bounded when they came.");

    public override IEnumerable<byte[]> Seeds()
    {
        PeerId peer = Samples.Key(PeerKeyType.MlDsa65, "provider").PeerId;
        DateTimeOffset time = FixedTimeProvider.Instance.GetUtcNow();
        ContentKey content = new(Key);
        return new RecordSnapshot[]
        {
            new(content, [new ProviderRecord(peer, [.. Samples.Addresses.Take(2)], time)], Value: null),
            new(content, [], new ValueRecord(content, new byte[] { 4, 5 }, peer, time, time)),
        }.Select(Encode);
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out RecordSnapshot? value) =>
        RecordSnapshotCodec.TryRead(Key, input, out value);

    protected override byte[] Encode(RecordSnapshot value) => RecordSnapshotCodec.Write(value);
}
