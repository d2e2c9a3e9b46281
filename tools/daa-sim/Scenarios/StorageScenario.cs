using System.Buffers.Binary;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Each node counts on its disk while it is killed again and again; no count that it was told is ever lost.</summary>
internal sealed class StorageScenario : IScenario
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);

    public string Name => "storage";

    public string Summary => "What a node was told is durable survives crashes; what it was not told is there whole or not at all.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        long[] told = new long[cluster.Nodes.Length];
        foreach (SimulatedNode node in cluster.Nodes)
        {
            node.Start(process => CountAsync(cluster, process, told));
        }

        SeededEntropySource entropy = cluster.Entropy("crashes");
        while (cluster.Time.Elapsed < Duration)
        {
            await cluster.RunForAsync(TimeSpan.FromMilliseconds(1 + entropy.NextInt32(200)));
            SimulatedNode node = cluster.Nodes[entropy.NextInt32(cluster.Nodes.Length)];
            node.LosePower();
            node.Restart();
        }

        cluster.Require(Array.TrueForAll(told, count => count > 0), "a node never got anything onto its disk");
    }

    private static async Task CountAsync(SimulatedCluster cluster, SimulatedProcess process, long[] told)
    {
        byte[] key = [1];
        ref long Told() => ref told[process.Number - 1];
        long count = await ReadAsync(process.StateStore, "count", key);
        long twin = await ReadAsync(process.StateStore, "twin", key);
        cluster.Require(count == twin, $"node {process.Number} holds half a batch: {count} and {twin}");
        cluster.Require(count == Told() || count == Told() + 1, $"node {process.Number} was told {Told()} and holds {count}");
        Told() = count;
        while (true)
        {
            byte[] value = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(value, ++count);
            await process.StateStore.CommitAsync(
                [new StateChange("count", key, value), new StateChange("twin", key, value)], CancellationToken.None);
            Told() = count;
            await Task.Delay(TimeSpan.FromMilliseconds(process.Entropy.NextInt32(400)), process.Time);
        }
    }

    private static async Task<long> ReadAsync(IStateStore store, string collection, byte[] key) =>
        await store.GetAsync(collection, key, CancellationToken.None) is ReadOnlyMemory<byte> value
            ? BinaryPrimitives.ReadInt64LittleEndian(value.Span)
            : 0;
}
