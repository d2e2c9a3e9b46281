using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.AllReduce;

/// <summary>
/// The specification's <c>segment_by_bandwidth</c>: how much of a vector each member reduces for all, so that the slowest is
/// done as soon as possible.
/// </summary>
/// <remarks>
/// A member with the share w sends what it does not own, (1 - w), and its own part to the n - 1 others, so its time is
/// (1 + (n - 2) w) / b. The least maximum is where all that have a share take equally long: water filling. Who needs that
/// time for its own vector alone gets no share; it only sends and receives.
/// </remarks>
internal static class BandwidthSegments
{
    /// <param name="bandwidths">What each member can send; 0 for one that only takes part.</param>
    /// <returns>The shares, which sum up to 1.</returns>
    public static ImmutableArray<double> Shares(ReadOnlySpan<double> bandwidths)
    {
        int size = bandwidths.Length;
        double[] known = bandwidths.ToArray();
        if (size == 0 || Array.Exists(known, value => !double.IsFinite(value) || value < 0))
        {
            throw new ArgumentException("Bandwidths are numbers from 0 on, at least one of them.", nameof(bandwidths));
        }

        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(member => known[member])];
        double total = 0;
        double time = 0;
        int sharing = 0;
        foreach (int member in order)
        {
            // Another one shares as long as it would be done with its own vector before the others are with theirs.
            if (known[member] <= 0 || (sharing > 0 && known[member] * time <= 1))
            {
                break;
            }

            total += known[member];
            sharing++;
            time = (size - 2 + sharing) / total;
        }

        double[] shares = new double[size];
        for (int place = 0; place < sharing; place++)
        {
            int member = order[place];
            shares[member] = size > 2 ? Math.Max(0, (known[member] * time) - 1) / (size - 2) : known[member] / total;
        }

        double sum = shares.Sum();
        return sum > 0 ? [.. shares.Select(share => share / sum)] : [.. Enumerable.Repeat(1.0 / size, size)];
    }

    /// <summary>How long the slowest member takes, for a vector of size 1.</summary>
    public static double Time(ReadOnlySpan<double> bandwidths, ImmutableArray<double> shares)
    {
        double slowest = 0;
        for (int member = 0; member < bandwidths.Length; member++)
        {
            if (bandwidths[member] > 0)
            {
                slowest = Math.Max(slowest, (1 + ((bandwidths.Length - 2) * shares[member])) / bandwidths[member]);
            }
        }

        return slowest;
    }
}
