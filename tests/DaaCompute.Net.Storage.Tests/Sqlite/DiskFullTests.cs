using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

/// <summary>A disk that fills up.</summary>
public sealed class DiskFullTests
{
    [TmpfsFact]
    public async Task Disk_Full_FailsCommitsServesReadsAndRecovers()
    {
        using TmpfsMount mount = new(megabytes: 4);
        using StoreFolder folder = new();
        folder.Options.Path = Path.Combine(mount.Folder, "state.db");
        SqliteStateStore store = await folder.OpenAsync();
        await using (store)
        {
            await Ledger.WriteAsync(store, 1, 5);
            string ballast = Path.Combine(mount.Folder, "ballast");
            Fill(ballast);

            int batches = await WriteUntilFullAsync(store, 6);
            StateStoreException again = await Assert.ThrowsAsync<StateStoreException>(
                () => Ledger.WriteAsync(store, batches + 1, 1));
            Assert.Equal(StateStoreError.Full, again.Error);
            Assert.Equal(batches, await Ledger.CheckAsync(store));

            File.Delete(ballast);
            await Ledger.WriteAsync(store, batches + 1, 10);
            Assert.Equal(batches + 10, await Ledger.CheckAsync(store));
            batches += 10;

            // Full once more, and stopped so: what was acknowledged is there at the next start.
            Fill(ballast);
            batches = await WriteUntilFullAsync(store, batches + 1);
            await store.DisposeAsync();
            File.Delete(ballast);
            await using SqliteStateStore next = await folder.OpenAsync();
            Assert.Equal(batches, await Ledger.CheckAsync(next));
        }
    }

    [TmpfsFact]
    public async Task Disk_FullAtTheStart_IsToldAndLeavesNothingInTheWay()
    {
        using TmpfsMount mount = new(megabytes: 1);
        using StoreFolder folder = new();
        folder.Options.Path = Path.Combine(mount.Folder, "state.db");
        string ballast = Path.Combine(mount.Folder, "ballast");
        Fill(ballast);

        await Assert.ThrowsAsync<StateStoreException>(() => folder.OpenAsync());

        File.Delete(ballast);
        await using SqliteStateStore store = await folder.OpenAsync();
        await Ledger.WriteAsync(store, 1, 5);
        Assert.Equal(5, await Ledger.CheckAsync(store));
    }

    private static async Task<int> WriteUntilFullAsync(SqliteStateStore store, int first)
    {
        for (int number = first; ; number++)
        {
            try
            {
                await store.CommitAsync(Ledger.Batch(number), CancellationToken.None);
            }
            catch (StateStoreException exception)
            {
                Assert.Equal(StateStoreError.Full, exception.Error);
                return number - 1;
            }
        }
    }

    private static void Fill(string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, which is what it is for.
        }
    }
}
