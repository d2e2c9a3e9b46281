using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

/// <summary>
/// After a power failure, of what was not yet synced any part may have reached the disk: the log ends anywhere behind the
/// last acknowledged commit, in rubbish too, and the marker may be old.
/// </summary>
public sealed class PowerLossTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Log_EndingAnywhereBehindTheAcknowledged_HoldsThatAndNothingByHalves()
    {
        await using SqliteStateStore store = await _folder.OpenAsync();
        Random chance = new(7);
        HashSet<int> outcomes = [];
        int batches = 0;
        for (int round = 0; round < 40; round++)
        {
            int acknowledged = batches;
            using StoreFolder before = _folder.Crash();
            int more = chance.Next(1, 4);
            await Ledger.WriteAsync(store, batches + 1, more);
            batches += more;
            using StoreFolder after = _folder.Crash();

            // The log of the later moment, up to a point, beside the marker of the earlier one.
            byte[] log = File.ReadAllBytes(after.Log);
            int synced = (int)(File.Exists(before.Log) ? new FileInfo(before.Log).Length : 0);
            int reached = chance.Next(synced, log.Length + 1);
            byte[] rubbish = new byte[chance.Next(0, 3) * 2000];
            chance.NextBytes(rubbish);
            File.Copy(before.Marker, after.Marker, overwrite: true);
            File.WriteAllBytes(after.Log, [.. log.AsSpan(0, reached), .. rubbish]);

            await using SqliteStateStore found = await after.OpenAsync();
            int held = await Ledger.CheckAsync(found);
            Assert.InRange(held, acknowledged, batches);
            outcomes.Add(held - acknowledged);
            await Ledger.WriteAsync(found, held + 1, 1);
            Assert.Equal(held + 1, await Ledger.CheckAsync(found));
        }

        Assert.True(outcomes.Count > 1);
    }
}
