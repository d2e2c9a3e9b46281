using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Dht.Protocol;

namespace DaaCompute.Net.Benchmarks.Dht;

/// <summary>What each request asks of the table: the 20 closest peers to a key, beside sorting all of them.</summary>
[MemoryDiagnoser]
public class RoutingTableBenchmark
{
    private readonly List<TableEntry> _closest = [];
    private readonly KademliaKey[] _targets = [.. Enumerable.Range(0, 256).Select(number => KademliaKey.Of(DhtPeers.Id(-number - 1)))];
    private RoutingTable _table = null!;
    private TableEntry[] _entries = null!;
    private int _next;

    [Params(1_000, 100_000)]
    public int Nodes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _table = DhtPeers.Table(0, Nodes);
        _entries = [.. _table.Entries];
    }

    [Benchmark]
    public int FindClosest()
    {
        _closest.Clear();
        _table.FindClosest(_targets[_next++ & 255], 20, _closest);
        return _closest.Count;
    }

    [Benchmark(Baseline = true)]
    public int SortAll()
    {
        KademliaKey target = _targets[_next++ & 255];
        _closest.Clear();
        _closest.AddRange(_entries.OrderBy(entry => target.DistanceTo(entry.Key)).Take(20));
        return _closest.Count;
    }
}
