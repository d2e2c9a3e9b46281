using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

/// <summary>Bytes that turn, files that are cut: found, or without effect; never wrong bytes, never less than was told.</summary>
public sealed class DamageTests : IAsyncLifetime, IDisposable
{
    private const int Batches = 60;
    private const int Trials = 250;

    private readonly StoreFolder _origin = new();
    private SqliteStateStore? _store;

    public async Task InitializeAsync()
    {
        _store = await _origin.OpenAsync();
        await Ledger.WriteAsync(_store, 1, Batches);
    }

    public async Task DisposeAsync() => await _store!.DisposeAsync();

    public void Dispose() => _origin.Dispose();

    [Fact]
    public async Task ClosedDatabase_OneByteTurned_IsFoundOrHarmless()
    {
        await _store!.DisposeAsync();
        int found = await TryAsync((folder, where) => Turn(folder.Database, where));

        // The rest fell on pages that are free, or on free room within a page.
        Assert.InRange(found, Trials / 4, Trials);
    }

    [Fact]
    public async Task ClosedDatabase_Cut_IsFoundOrHarmless()
    {
        await _store!.DisposeAsync();

        int found = await TryAsync((folder, where) => Cut(folder.Database, where));

        // The rest lost no more than a part of the last page, which was free.
        Assert.InRange(found, Trials * 9 / 10, Trials);
    }

    [Fact]
    public async Task ClosedDatabase_Emptied_IsFound()
    {
        await _store!.DisposeAsync();
        using StoreFolder folder = _origin.Crash();
        File.WriteAllBytes(folder.Database, []);

        await AssertDamagedAsync(folder);
    }

    [Fact]
    public async Task LogAfterAKill_OneByteTurned_IsFoundOrHarmless()
    {
        int found = await TryAsync((folder, where) => Turn(folder.Log, where));

        // Every byte of the log belongs to a page or to its sums; only what was not yet overwritten by later pages matters.
        Assert.InRange(found, Trials / 2, Trials);
    }

    [Fact]
    public async Task LogAfterAKill_Cut_IsFoundOrHarmless()
    {
        int found = await TryAsync((folder, where) => Cut(folder.Log, where));

        Assert.Equal(Trials, found);
    }

    [Fact]
    public async Task LogAfterAKill_LastByteOfTheLastCommitTurned_IsFound()
    {
        using StoreFolder folder = _origin.Crash();
        byte[] log = File.ReadAllBytes(folder.Log);
        log[^1] ^= 1;
        File.WriteAllBytes(folder.Log, log);

        await AssertDamagedAsync(folder);
    }

    [Fact]
    public async Task LogAfterAKill_Gone_IsFound()
    {
        using StoreFolder folder = _origin.Crash();
        File.Delete(folder.Log);

        await AssertDamagedAsync(folder);
    }

    [Fact]
    public async Task DatabaseAfterAKill_Gone_IsFound()
    {
        using StoreFolder folder = _origin.Crash();
        File.Delete(folder.Database);
        File.Delete(folder.Log);

        await AssertDamagedAsync(folder);
    }

    [Fact]
    public async Task MarkerAfterAKill_OneByteTurned_IsHarmless()
    {
        Assert.Equal(0, await TryAsync((folder, where) => Turn(folder.Marker, where)));
    }

    [Fact]
    public async Task DatabaseInUse_ARowChangedBehindTheStoresBack_IsFoundWhenRead()
    {
        using (SqliteConnection other = SqliteConnection.Open(_origin.Database))
        {
            other.Execute("UPDATE state SET value = zeroblob(4) WHERE collection = 'number'");
        }

        StateStoreException exception = await Assert.ThrowsAsync<StateStoreException>(() => Ledger.CheckAsync(_store!));
        Assert.Equal(StateStoreError.Damaged, exception.Error);
    }

    [Fact]
    public async Task ClosedDatabase_ARowRemovedByAnotherProgram_IsFound()
    {
        await _store!.DisposeAsync();
        using (SqliteConnection other = SqliteConnection.Open(_origin.Database))
        {
            other.Execute("DELETE FROM state WHERE key IN (SELECT key FROM state LIMIT 1)");
        }

        await AssertDamagedAsync(_origin);
    }

    /// <summary>Damages copies, opens each, and reads it all.</summary>
    /// <returns>In how many the damage was found; in all others everything is as it was told.</returns>
    private async Task<int> TryAsync(Action<StoreFolder, double> damage)
    {
        int found = 0;
        Random chance = new(42);
        for (int trial = 0; trial < Trials; trial++)
        {
            using StoreFolder folder = _origin.Crash();
            damage(folder, chance.NextDouble());
            try
            {
                await using SqliteStateStore store = await folder.OpenAsync();
                Assert.Equal(Batches, await Ledger.CheckAsync(store));
            }
            catch (StateStoreException)
            {
                found++;
            }
        }

        return found;
    }

    private static void Turn(string path, double where)
    {
        byte[] contents = File.ReadAllBytes(path);
        contents[(int)(where * contents.Length)] ^= (byte)(1 << (int)(where * 1e6 % 8));
        File.WriteAllBytes(path, contents);
    }

    private static void Cut(string path, double where)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength((long)(where * file.Length));
    }

    private static async Task AssertDamagedAsync(StoreFolder folder)
    {
        StateStoreException exception = await Assert.ThrowsAsync<StateStoreException>(() => folder.OpenAsync());
        Assert.Equal(StateStoreError.Damaged, exception.Error);
    }
}
