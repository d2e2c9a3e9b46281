using DaaCompute.Net.Simulation.Storage;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Fuzz.Targets.Simulation;

/// <summary>A batch on a simulated disk: whole as it was written, or damaged.</summary>
[Decodes(typeof(BatchRecord), nameof(BatchRecord.TryDecode))]
internal sealed class BatchRecordTarget : CodecTarget<List<StateChange>>
{
    private const long Number = 7;

    public override string Name => "batch-record";

    public override AllocationLimit Limit { get; } = new(4, 16384, "The hash's object, and the batch's collections are strings.");

    public override IEnumerable<byte[]> Seeds() =>
    [
        BatchRecord.Encode(Number, [new("peers", new byte[] { 1 }, new byte[] { 2, 3 }), new("peers", new byte[] { 4 }, null)]),
        BatchRecord.Encode(Number, []),
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out List<StateChange>? value) =>
        BatchRecord.TryDecode(input, Number, out value) == input.Length;

    protected override byte[] Encode(List<StateChange> value) => BatchRecord.Encode(Number, value);
}
