using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Runtime;
using DaaCompute.Net.Dht.Tests.Fakes;
using FsCheck.Xunit;

namespace DaaCompute.Net.Dht.Tests.Runtime;

public sealed class RecordSnapshotCodecTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_900_000_000_123);
    private static readonly ContentKey Key = ContentKey.FromText("/test/a");

    [Property]
    public void ThereAndBack_AnyRecords_AreTheSame(byte count, byte[]? value)
    {
        RecordSnapshot snapshot = new(
            Key,
            [.. Enumerable.Range(0, count % 20).Select(number => new ProviderRecord(
                TestPeers.Id(number), [TestPeers.Address(number)], Now.AddMilliseconds(number)))],
            value is null ? null : new ValueRecord(Key, value, TestPeers.Id(1), Now, Now.AddHours(48)));

        Assert.True(RecordSnapshotCodec.TryRead(Key.Bytes.Span, RecordSnapshotCodec.Write(snapshot), out RecordSnapshot? read));
        Assert.Equal(Flat(snapshot), Flat(read));
    }

    [Property(MaxTest = 2000)]
    public void TryRead_AnyBytes_NeverThrows(byte[] key, byte[] bytes)
    {
        bool isSnapshot = RecordSnapshotCodec.TryRead(key, bytes, out RecordSnapshot? snapshot);

        Assert.Equal(isSnapshot, snapshot is not null);
    }

    private static IEnumerable<string> Flat(RecordSnapshot snapshot) =>
    [
        .. snapshot.Providers.Select(record =>
            $"{record.Provider} {string.Join(' ', record.Addresses)} {record.Expires.ToUnixTimeMilliseconds()}"),
        snapshot.Value is ValueRecord value
            ? $"{value.Key} {Convert.ToHexString(value.Value.Span)} {value.Source} {value.Received:O} {value.Expires:O}"
            : "none",
    ];
}
