using DaaCompute.Net.Simulation.Storage;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Simulation.Tests.Storage;

public sealed class BatchRecordTests
{
    private static readonly StateChange[] Changes =
    [
        new("votes", new byte[] { 1, 2 }, new byte[] { 9 }),
        new("votes", new byte[] { 3 }, default(ReadOnlyMemory<byte>?)),
        new("other", ReadOnlyMemory<byte>.Empty, ReadOnlyMemory<byte>.Empty),
    ];

    [Fact]
    public void TryDecode_Encoded_GivesTheChangesBack()
    {
        byte[] record = BatchRecord.Encode(7, Changes);

        Assert.Equal(record.Length, BatchRecord.TryDecode(record, 7, out List<StateChange> changes));
        Assert.Equal(Changes.Select(Describe), changes.Select(Describe));
    }

    [Fact]
    public void TryDecode_AnyBitTurnedOrByteMissing_IsNoRecord()
    {
        byte[] record = BatchRecord.Encode(7, Changes);
        for (int bit = 0; bit < record.Length * 8; bit++)
        {
            byte[] damaged = [.. record];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(BatchRecord.TryDecode(damaged, 7, out _));
        }

        Assert.All(Enumerable.Range(0, record.Length), length => Assert.Null(BatchRecord.TryDecode(record.AsSpan(0, length), 7, out _)));
        Assert.Null(BatchRecord.TryDecode(record, 8, out _));
    }

    private static string Describe(StateChange change) =>
        $"{change.Collection} {Convert.ToHexString(change.Key.Span)} "
        + (change.Value is ReadOnlyMemory<byte> value ? Convert.ToHexString(value.Span) : "removed");
}
