using System.Runtime.InteropServices;

namespace DaaCompute.Net.Dht.Protocol;

internal sealed partial class RoutingTable
{
    private readonly List<(XorDistance Distance, TableEntry Entry)> _ranked = [];

    /// <summary>Appends the entries closest to a key, the closest first.</summary>
    /// <remarks>
    /// Let b be the prefix this node shares with the target. Entries that share exactly b bits with this node are closer to
    /// the target than all that share more, and those closer than all that share less, the longer the closer. So whole
    /// buckets are taken in that order, and only one of them is sorted at a time.
    /// </remarks>
    public void FindClosest(KademliaKey target, int count, List<TableEntry> closest)
    {
        int last = _buckets.Count - 1;
        int home = Math.Min(SelfKey.CommonPrefixLength(target), last);
        int end = closest.Count + count;
        Rank(home, target);
        Take(closest, end);
        for (int index = home + 1; index <= last && closest.Count < end; index++)
        {
            Rank(index, target);
        }

        Take(closest, end);
        for (int index = home - 1; index >= 0 && closest.Count < end; index--)
        {
            Rank(index, target);
            Take(closest, end);
        }
    }

    private void Rank(int bucket, KademliaKey target)
    {
        foreach (TableEntry entry in _buckets[bucket].Entries)
        {
            _ranked.Add((target.DistanceTo(entry.Key), entry));
        }
    }

    private void Take(List<TableEntry> closest, int end)
    {
        CollectionsMarshal.AsSpan(_ranked).Sort(static (left, right) => left.Distance.CompareTo(right.Distance));
        for (int index = 0; index < _ranked.Count && closest.Count < end; index++)
        {
            closest.Add(_ranked[index].Entry);
        }

        _ranked.Clear();
    }
}
