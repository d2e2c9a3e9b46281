namespace DaaCompute.Net.Topology.AllReduce;

/// <summary>
/// Orders members as a ring whose slowest link is as fast as can be found, and whose latencies, given that, sum up to
/// little: a pipelined ring runs at the speed of its slowest link.
/// </summary>
/// <remarks>
/// Searches for the highest threshold at which a tour over the links that reach it is found, by halving the list of
/// bandwidths; then shortens the tour over those links. Deterministic: the same matrices and seed give the same ring
/// everywhere. Members are numbered; the ring begins at member 0.
/// </remarks>
internal static class RingBuilder
{
    /// <summary>What using a link below the threshold costs: more than all latencies together.</summary>
    private const double Forbidden = 1e9;

    /// <summary>Double bridges for each threshold, and for the latencies.</summary>
    private const int Bridges = 400;

    /// <param name="bandwidth">What each member can send to each other one.</param>
    /// <param name="latency">The time each way takes, row by row; any unit, from 0 to a million.</param>
    /// <param name="seed">Decides between what is equal.</param>
    /// <returns>The members in ring order.</returns>
    public static int[] Build(BandwidthMatrix bandwidth, float[] latency, ulong seed)
    {
        int size = bandwidth.Size;
        ArgumentOutOfRangeException.ThrowIfNotEqual(latency.Length, size * size);
        int[] best = [.. Enumerable.Range(0, size)];
        if (size <= 2)
        {
            return best;
        }

        if (size <= SmallRing.MaxMembers)
        {
            return SmallRing.Build(bandwidth, latency);
        }

        TourRandom random = new(seed);
        best = Greedy(bandwidth);
        float reached = Bottleneck(bandwidth, best);
        float[] levels = Levels(bandwidth, reached);
        for (int low = 0, high = levels.Length - 1; low <= high;)
        {
            int middle = low + ((high - low) / 2);
            double[] cost = Costs(bandwidth, levels[middle], latency: null);
            (int[] tour, double bad) = new TourSearch(cost, best, random).Run(target: 0, Bridges);
            if (bad == 0)
            {
                best = tour;
                reached = Bottleneck(bandwidth, tour);
                low = Math.Max(middle + 1, Array.FindLastIndex(levels, level => level <= reached) + 1);
            }
            else
            {
                high = middle - 1;
            }
        }

        (int[] shortest, _) = new TourSearch(Costs(bandwidth, reached, latency), best, random).Run(target: 0, Bridges / 8);
        return FromZero(Bottleneck(bandwidth, shortest) >= reached ? shortest : best);
    }

    /// <summary>The bandwidth of a ring's slowest link.</summary>
    public static float Bottleneck(BandwidthMatrix bandwidth, ReadOnlySpan<int> ring)
    {
        float least = float.PositiveInfinity;
        for (int place = 0; place < ring.Length; place++)
        {
            least = Math.Min(least, bandwidth[ring[place], ring[(place + 1) % ring.Length]]);
        }

        return least;
    }

    /// <summary>No ring's slowest link is faster: every member needs one link out and one in.</summary>
    public static float UpperBound(BandwidthMatrix bandwidth)
    {
        float bound = float.PositiveInfinity;
        for (int member = 0; member < bandwidth.Size; member++)
        {
            float bestOut = 0;
            float bestIn = 0;
            for (int other = 0; other < bandwidth.Size; other++)
            {
                bestOut = other == member ? bestOut : Math.Max(bestOut, bandwidth[member, other]);
                bestIn = other == member ? bestIn : Math.Max(bestIn, bandwidth[other, member]);
            }

            bound = Math.Min(bound, Math.Min(bestOut, bestIn));
        }

        return bound;
    }

    /// <summary>From each member to the fastest one that is left.</summary>
    public static int[] Greedy(BandwidthMatrix bandwidth)
    {
        int[] tour = new int[bandwidth.Size];
        List<int> left = [.. Enumerable.Range(1, bandwidth.Size - 1)];
        for (int place = 1; place < tour.Length; place++)
        {
            int from = tour[place - 1];
            int next = left.Aggregate((one, other) => bandwidth[from, other] > bandwidth[from, one] ? other : one);
            tour[place] = next;
            left.Remove(next);
        }

        return tour;
    }

    private static float[] Levels(BandwidthMatrix bandwidth, float above)
    {
        float bound = UpperBound(bandwidth);
        SortedSet<float> levels = [];
        for (int from = 0; from < bandwidth.Size; from++)
        {
            for (int to = 0; to < bandwidth.Size; to++)
            {
                float level = bandwidth[from, to];
                if (from != to && level > above && level <= bound)
                {
                    levels.Add(level);
                }
            }
        }

        return [.. levels];
    }

    private static double[] Costs(BandwidthMatrix bandwidth, float threshold, float[]? latency)
    {
        int size = bandwidth.Size;
        double[] costs = new double[size * size];
        for (int from = 0; from < size; from++)
        {
            for (int to = 0; to < size; to++)
            {
                double allowed = latency?[(from * size) + to] ?? 0;
                costs[(from * size) + to] = bandwidth[from, to] >= threshold ? allowed : latency is null ? 1 : Forbidden;
            }
        }

        return costs;
    }

    private static int[] FromZero(int[] ring)
    {
        int zero = Array.IndexOf(ring, 0);
        return [.. ring[zero..], .. ring[..zero]];
    }
}
