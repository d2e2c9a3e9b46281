using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Benchmarks.Dht;

/// <summary>A whole lookup in a network of 1,000 tables without links: the asking side's work and the answers' together.</summary>
[MemoryDiagnoser]
public class LookupBenchmark
{
    private const int Nodes = 1_000;
    private readonly Dictionary<PeerId, RoutingTable> _tables = [];
    private readonly List<TableEntry> _closest = [];
    private readonly Queue<LookupCandidate> _asked = new();
    private int _next;

    [Params(1, 4)]
    public int Paths { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        for (int number = 0; number < Nodes; number++)
        {
            _tables[DhtPeers.Id(number)] = DhtPeers.Table(number, Nodes);
        }
    }

    [Benchmark]
    public int Lookup()
    {
        int number = _next++;
        PeerId from = DhtPeers.Id(number % Nodes);
        KademliaKey target = KademliaKey.Of(DhtPeers.Id(-number - 1));
        List<TableEntry> seeds = [];
        _tables[from].FindClosest(target, 20, seeds);
        IterativeLookup lookup = new(target, [from], seeds, new LookupLimits(Paths: Paths));
        while (!lookup.IsFinished)
        {
            while (lookup.Next() is LookupCandidate next)
            {
                _asked.Enqueue(next);
            }

            LookupCandidate candidate = _asked.Dequeue();
            lookup.Answered(candidate, Answer(candidate.Id, target));
        }

        _asked.Clear();
        return lookup.Queries;
    }

    private ImmutableArray<KademliaPeer> Answer(PeerId id, KademliaKey target)
    {
        _closest.Clear();
        _tables[id].FindClosest(target, 20, _closest);
        return [.. _closest.Select(entry => new KademliaPeer(entry.Id, entry.Addresses))];
    }
}
