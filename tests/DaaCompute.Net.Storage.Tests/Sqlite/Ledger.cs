using System.Buffers.Binary;
using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

/// <summary>Batches that depend on their number alone, and what a store must hold after so many of them.</summary>
internal static class Ledger
{
    private const int Keys = 40;

    /// <summary>Puts, replaces and removes, small values and some that span pages; the last pair bears the number.</summary>
    public static StateChange[] Batch(int number)
    {
        Random chance = new(number);
        List<StateChange> changes = [];
        for (int change = 0; change < 4; change++)
        {
            byte[] value = new byte[chance.Next(4) == 0 ? 6000 : 50];
            chance.NextBytes(value);
            changes.Add(new StateChange(
                "ledger", Key(chance.Next(Keys)), chance.Next(5) == 0 ? default(ReadOnlyMemory<byte>?) : value));
        }

        byte[] bearer = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bearer, number);
        changes.Add(new StateChange("number", Key(0), bearer));
        return [.. changes];
    }

    public static async Task WriteAsync(SqliteStateStore store, int first, int count)
    {
        for (int number = first; number < first + count; number++)
        {
            await store.CommitAsync(Batch(number), CancellationToken.None);
        }
    }

    /// <summary>Reads everything, by scan and by key, and compares it with the model after as many batches as it says it holds.</summary>
    /// <returns>How many batches it holds, whole.</returns>
    public static async Task<int> CheckAsync(SqliteStateStore store)
    {
        ReadOnlyMemory<byte>? bearer = await store.GetAsync("number", Key(0), CancellationToken.None);
        int batches = bearer is null ? 0 : BinaryPrimitives.ReadInt32BigEndian(bearer.Value.Span);
        SortedDictionary<string, string> model = Model(batches);
        SortedDictionary<string, string> scanned = new(StringComparer.Ordinal);
        await foreach (StateEntry entry in store.ScanAsync("ledger", ReadOnlyMemory<byte>.Empty, CancellationToken.None))
        {
            scanned.Add(Convert.ToHexString(entry.Key.Span), Convert.ToHexString(entry.Value.Span));
        }

        Assert.Equal(model, scanned);
        for (int key = 0; key < Keys; key++)
        {
            ReadOnlyMemory<byte>? value = await store.GetAsync("ledger", Key(key), CancellationToken.None);
            Assert.Equal(
                model.GetValueOrDefault(Convert.ToHexString(Key(key))),
                value is null ? null : Convert.ToHexString(value.Value.Span));
        }

        return batches;
    }

    private static SortedDictionary<string, string> Model(int batches)
    {
        SortedDictionary<string, string> model = new(StringComparer.Ordinal);
        foreach (StateChange change in Enumerable.Range(1, batches).SelectMany(Batch).Where(change => change.Collection == "ledger"))
        {
            string key = Convert.ToHexString(change.Key.Span);
            model.Remove(key);
            if (change.Value is ReadOnlyMemory<byte> value)
            {
                model.Add(key, Convert.ToHexString(value.Span));
            }
        }

        return model;
    }

    private static byte[] Key(int number) => [0, (byte)number];
}
