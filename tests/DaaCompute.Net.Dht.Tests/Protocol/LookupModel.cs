using System.Collections.Immutable;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Tests.Fakes;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Dht.Tests.Protocol;

/// <summary>A network of routing tables without links: every node answers at once, lies, or is gone.</summary>
internal sealed class LookupModel
{
    private const int BucketSize = 20;

    /// <summary>Enough of a thousand to fill the far buckets.</summary>
    private const int RandomAcquaintances = 250;

    private readonly Dictionary<PeerId, RoutingTable> _tables = [];
    private readonly TestEntropy _entropy;
    private int _invented = 1_000_000;

    /// <summary>Makes a network whose tables hold what nodes that have looked around know: random peers, near ones whole.</summary>
    public LookupModel(int nodes, int seed)
    {
        _entropy = new TestEntropy(seed);
        Ids = [.. Enumerable.Range(0, nodes).Select(number => TestPeers.Id((seed << 16) + number))];
        (PeerId Id, KademliaKey Key)[] order = [.. Ids.Select(id => (id, KademliaKey.Of(id)))];
        foreach (PeerId id in Ids)
        {
            RoutingTable table = new(id, new RoutingTableLimits(BucketSize));
            KademliaKey key = KademliaKey.Of(id);
            _entropy.Shuffle(order.AsSpan());
            IEnumerable<PeerId> near = order.OrderBy(other => key.DistanceTo(other.Key)).Take(2 * BucketSize)
                .Select(other => other.Id);
            foreach (PeerId other in order.Take(RandomAcquaintances).Select(other => other.Id).Concat(near))
            {
                table.Add(other, [TestPeers.Address(1)], AddressGroup.None, DateTimeOffset.UnixEpoch);
            }

            _tables.Add(id, table);
        }
    }

    public ImmutableArray<PeerId> Ids { get; }

    /// <summary>Nodes that name only each other, and peers that do not exist.</summary>
    public HashSet<PeerId> Liars { get; } = [];

    /// <summary>Nodes that are in the tables, but do not answer.</summary>
    public HashSet<PeerId> Gone { get; } = [];

    public RoutingTable TableOf(PeerId id) => _tables[id];

    /// <summary>The honest nodes closest to a key that answer.</summary>
    public IEnumerable<PeerId> TrueClosest(KademliaKey target) => Ids
        .Where(id => !Gone.Contains(id) && !Liars.Contains(id))
        .OrderBy(id => target.DistanceTo(KademliaKey.Of(id)));

    /// <summary>Picks some of the nodes.</summary>
    public void Pick(HashSet<PeerId> chosen, double share)
    {
        PeerId[] order = [.. Ids];
        _entropy.Shuffle(order.AsSpan());
        chosen.UnionWith(order.Take((int)(share * order.Length)));
    }

    /// <summary>Looks a key up from a node. Requests under way are answered in a random order.</summary>
    public IterativeLookup Run(PeerId from, KademliaKey target, LookupLimits limits, Func<IterativeLookup, bool>? progressed = null)
    {
        List<TableEntry> seeds = [];
        _tables[from].FindClosest(target, BucketSize, seeds);
        IterativeLookup lookup = new(target, [from], seeds, limits);
        List<LookupCandidate> asked = [];
        while (!lookup.IsFinished)
        {
            while (lookup.Next() is LookupCandidate next)
            {
                asked.Add(next);
            }

            Assert.InRange(asked.Count, 1, limits.Concurrency);
            LookupCandidate candidate = asked[_entropy.NextInt32(asked.Count)];
            asked.Remove(candidate);
            if (!_tables.ContainsKey(candidate.Id) || Gone.Contains(candidate.Id))
            {
                lookup.Failed(candidate);
                continue;
            }

            lookup.Answered(candidate, Answer(candidate.Id, target));
            if (progressed?.Invoke(lookup) == true)
            {
                break;
            }
        }

        return lookup;
    }

    private ImmutableArray<KademliaPeer> Answer(PeerId id, KademliaKey target)
    {
        if (Liars.Contains(id))
        {
            // The liars closest to the key first, then peers that do not exist.
            return
            [
                .. Liars.OrderBy(liar => target.DistanceTo(KademliaKey.Of(liar))).Take(BucketSize / 2).Select(Peer),
                .. Enumerable.Range(0, BucketSize / 2).Select(_ => Peer(TestPeers.Id(_invented++))),
            ];
        }

        List<TableEntry> closest = [];
        _tables[id].FindClosest(target, BucketSize, closest);
        return [.. closest.Select(entry => Peer(entry.Id))];
    }

    private static KademliaPeer Peer(PeerId id) => new(id, [TestPeers.Address(1)]);
}
