using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Storage.Tests;

/// <summary>What every <see cref="IStateStore"/> does.</summary>
public abstract class StateStoreContract
{
    private static readonly byte[] Key = [7];

    private int _collections;

    protected abstract IStateStore Store { get; }

    /// <summary>Lets an operation that was begun come to its end, where time does not pass by itself.</summary>
    protected virtual void Settle()
    {
    }

    [Fact]
    public async Task GetAsync_NothingThere_IsNull()
    {
        Assert.Null(await GetAsync("none", Key));
        Assert.Empty(await ScanAsync("none", []));
    }

    [Fact]
    public async Task CommitAsync_Values_AreReadBack()
    {
        await CommitAsync(new StateChange("c", Key, new byte[] { 1, 2 }), new StateChange("d", Key, new byte[] { 3 }));

        await AssertHoldsAsync("c", Key, [1, 2]);
        await AssertHoldsAsync("d", Key, [3]);
    }

    [Fact]
    public async Task CommitAsync_EmptyKeyAndEmptyValue_AreAPairLikeOthers()
    {
        await CommitAsync(
            new StateChange("c", ReadOnlyMemory<byte>.Empty, new byte[] { 1 }),
            new StateChange("c", Key, ReadOnlyMemory<byte>.Empty));

        await AssertHoldsAsync("c", [], [1]);
        await AssertHoldsAsync("c", Key, []);
        Assert.Equal(["", "07"], await ScanAsync("c", []));
    }

    [Fact]
    public async Task CommitAsync_SeveralChangesToOneKey_TheLastHolds()
    {
        await CommitAsync(
            new StateChange("c", Key, new byte[] { 1 }),
            new StateChange("c", Key, default(ReadOnlyMemory<byte>?)),
            new StateChange("c", Key, new byte[] { 2 }));
        await AssertHoldsAsync("c", Key, [2]);

        await CommitAsync(
            new StateChange("c", Key, new byte[] { 3 }), new StateChange("c", Key, default(ReadOnlyMemory<byte>?)));
        Assert.Null(await GetAsync("c", Key));
    }

    [Fact]
    public async Task CommitAsync_RemovingWhatIsNotThere_DoesNothing()
    {
        await CommitAsync(new StateChange("c", Key, default(ReadOnlyMemory<byte>?)));

        Assert.Null(await GetAsync("c", Key));
    }

    [Fact]
    public async Task CommitAsync_Returned_TheCallersBuffersAreTheirsAgain()
    {
        byte[] key = [1];
        byte[] value = [2];
        await CommitAsync(new StateChange("c", key, value));
        key[0] = value[0] = 99;

        await AssertHoldsAsync("c", [1], [2]);
    }

    [Fact]
    public async Task CommitAsync_AlreadyCancelled_AppliesNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            ValueTask commit = Store.CommitAsync([new StateChange("c", Key, Key)], new CancellationToken(canceled: true));
            Settle();
            await commit;
        });
        Assert.Null(await GetAsync("c", Key));
    }

    [Fact]
    public async Task ScanAsync_Prefix_YieldsItsKeysInTheOrderOfTheirBytes()
    {
        byte[][] keys = [[2, 0xff], [2], [1, 9], [2, 0], [3], [2, 0x7f, 1], [0x82], [2, 0x80]];
        await CommitAsync([.. keys.Select(key => new StateChange("c", key, key)), new StateChange("d", new byte[] { 2, 5 }, Key)]);

        Assert.Equal(["02", "0200", "027F01", "0280", "02FF"], await ScanAsync("c", [2]));
        Assert.Equal(["0109", "02", "0200", "027F01", "0280", "02FF", "03", "82"], await ScanAsync("c", []));
        Assert.Empty(await ScanAsync("c", [2, 1]));
    }

    [Fact]
    public async Task ScanAsync_ManyPairs_YieldsEachOnce()
    {
        StateChange[] changes = [.. Enumerable.Range(0, 1000).Select(number =>
            new StateChange("many", new[] { (byte)(number >> 8), (byte)number }, new byte[] { (byte)number }))];
        await CommitAsync(changes);

        Assert.Equal(changes.Select(change => Convert.ToHexString(change.Key.Span)), await ScanAsync("many", []));
    }

    [Property(MaxTest = 60, Arbitrary = [typeof(StateStoreContract)])]
    public async Task Batches_Random_LeaveWhatAModelLeaves(StateChange[][] batches)
    {
        string collection = string.Create(CultureInfo.InvariantCulture, $"model-{_collections++}");
        SortedDictionary<string, string> model = new(StringComparer.Ordinal);
        foreach (StateChange[] batch in batches)
        {
            await CommitAsync([.. batch.Select(change => change with { Collection = collection })]);
            foreach (StateChange change in batch)
            {
                Apply(model, change);
            }
        }

        List<KeyValuePair<string, string>> found = [];
        await foreach (StateEntry entry in Store.ScanAsync(collection, ReadOnlyMemory<byte>.Empty, CancellationToken.None))
        {
            found.Add(new(Convert.ToHexString(entry.Key.Span), Convert.ToHexString(entry.Value.Span)));
            Assert.Equal(entry.Value.ToArray(), await GetAsync(collection, entry.Key.ToArray()));
        }

        Assert.Equal(model, found);
    }

    /// <summary>Few keys, so that changes meet; among them empty ones and prefixes of others.</summary>
    public static Arbitrary<StateChange> Changes()
    {
        Gen<byte> part = Gen.Elements<byte>(0, 1, 0x7f, 0x80, 0xff);
        Gen<byte[]> key = Gen.Choose(0, 3).SelectMany(length => Gen.ArrayOf(part, length));
        Gen<byte[]> value = Gen.Choose(0, 40).SelectMany(length => Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), length));
        return (from at in key
                from content in value
                from kind in Gen.Choose(0, 3)
                select new StateChange("model", at, kind == 0 ? default(ReadOnlyMemory<byte>?) : content)).ToArbitrary();
    }

    protected async Task CommitAsync(params StateChange[] changes)
    {
        Task commit = Store.CommitAsync(changes, CancellationToken.None).AsTask();
        Settle();
        await commit;
    }

    protected async Task<byte[]?> GetAsync(string collection, byte[] key) =>
        (await Store.GetAsync(collection, key, CancellationToken.None))?.ToArray();

    private async Task AssertHoldsAsync(string collection, byte[] key, byte[] expected) =>
        Assert.Equal(expected, await GetAsync(collection, key));

    protected async Task<List<string>> ScanAsync(string collection, byte[] prefix)
    {
        List<string> keys = [];
        await foreach (StateEntry entry in Store.ScanAsync(collection, prefix, CancellationToken.None))
        {
            keys.Add(Convert.ToHexString(entry.Key.Span));
        }

        return keys;
    }

    private static void Apply(SortedDictionary<string, string> model, StateChange change)
    {
        string key = Convert.ToHexString(change.Key.Span);
        if (change.Value is ReadOnlyMemory<byte> value)
        {
            model[key] = Convert.ToHexString(value.Span);
        }
        else
        {
            model.Remove(key);
        }
    }
}
