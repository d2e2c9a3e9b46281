using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Simulation.Tests.Storage;

public sealed class SimulatedStateStoreTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly byte[] Key = [1];

    private readonly SteppedWorld _world = new();
    private readonly SimulatedNode _node;

    public SimulatedStateStoreTests()
    {
        _node = _world.Cluster.Nodes[0];
        _node.Start(_ => Task.CompletedTask);
    }

    private IStateStore Store => _node.Process!.StateStore;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task CommitAsync_Returned_SurvivesACrash()
    {
        await CommitAsync(1);
        await CommitAsync(2);

        _node.Crash();
        _node.Restart();

        Assert.Equal(2, await ReadAsync());
    }

    [Fact]
    public async Task CommitAsync_CrashWhileWriting_IsThereWholeOrNotAtAll()
    {
        HashSet<int> outcomes = [];
        await CommitAsync(0);
        for (byte round = 1; round < 200; round++)
        {
            int before = await ReadAsync();
            ValueTask torn = Store.CommitAsync([Put(round), new StateChange("twin", Key, new[] { round })], CancellationToken.None);
            Assert.False(torn.IsCompleted, $"{round}: {torn.AsTask().Exception}");
            _node.LosePower();
            _node.Restart();

            int after = await ReadAsync();
            int twin = (await Store.GetAsync("twin", Key, CancellationToken.None))?.Span[0] ?? 0;
            Assert.Equal(after, twin);
            Assert.Contains(after, new[] { before, round });
            outcomes.Add(after == round ? 1 : 0);
        }

        Assert.Equal(2, outcomes.Count);
    }

    [Fact]
    public async Task CommitAsync_DiskFull_ThrowsAndAppliesNothing()
    {
        await CommitAsync(1);
        _node.Disk.Capacity = _node.Disk.Used + 10;

        await Assert.ThrowsAsync<StateStoreException>(async () => await CommitAsync(2));

        Assert.Equal(1, await ReadAsync());
        _node.Disk.Capacity = long.MaxValue;
        await CommitAsync(3);
        Assert.Equal(3, await ReadAsync());
    }

    [Fact]
    public async Task GetAsync_MisdirectedWrite_IsDamageNotWrongBytes()
    {
        await CommitAsync(1);
        _node.Disk.MisdirectNextWrite = true;
        await CommitAsync(2);

        _node.Crash();
        _node.Restart();

        await Assert.ThrowsAsync<StateStoreException>(ReadAsync);
        await Assert.ThrowsAsync<StateStoreException>(async () => await CommitAsync(3));
    }

    [Fact]
    public async Task GetAsync_RottenBit_IsDamageNotWrongBytes()
    {
        await CommitAsync(1);
        await CommitAsync(2);
        _node.Disk.Rot();

        _node.Crash();
        _node.Restart();

        await Assert.ThrowsAsync<StateStoreException>(ReadAsync);
    }

    [Fact]
    public async Task ScanAsync_Prefix_YieldsInTheOrderOfTheKeys()
    {
        await CommitAsync(
            new StateChange("c", new byte[] { 2, 9 }, Key),
            new StateChange("c", new byte[] { 2 }, Key),
            new StateChange("c", new byte[] { 1 }, Key),
            new StateChange("c", new byte[] { 2, 1 }, Key),
            new StateChange("d", new byte[] { 2, 2 }, Key));
        await CommitAsync(new StateChange("c", new byte[] { 2, 9 }, default(ReadOnlyMemory<byte>?)));

        List<string> keys = [];
        await foreach (StateEntry entry in Store.ScanAsync("c", new byte[] { 2 }, CancellationToken.None))
        {
            keys.Add(Convert.ToHexString(entry.Key.Span));
        }

        Assert.Equal(["02", "0201"], keys);
    }

    [Fact]
    public async Task GetAsync_DeadProcess_NeverReturns()
    {
        await CommitAsync(1);
        IStateStore store = Store;

        _node.Crash();

        ValueTask<ReadOnlyMemory<byte>?> read = store.GetAsync("c", Key, CancellationToken.None);
        _world.RunFor(Minute);
        Assert.False(read.IsCompleted);
    }

    private static StateChange Put(byte value) => new("c", Key, new[] { value });

    private Task CommitAsync(byte value) => CommitAsync(Put(value));

    private async Task CommitAsync(params StateChange[] changes)
    {
        Task commit = Store.CommitAsync(changes, CancellationToken.None).AsTask();
        _world.RunFor(Minute);
        await commit;
    }

    private async Task<int> ReadAsync() => (await Store.GetAsync("c", Key, CancellationToken.None))?.Span[0] ?? 0;
}
