using System.Collections.Immutable;
using DaaCompute.Net.Topology.State;

namespace DaaCompute.Net.Topology.Clustering;

/// <summary>
/// Round trips between members by the links of the agreed state: the way over the links that is shortest. Every member that
/// is at the same height computes the same.
/// </summary>
internal static class AgreedLatencies
{
    /// <param name="state">The state.</param>
    /// <param name="members">The members to measure between; those that are none, or not connected, are as far as can be.</param>
    public static LatencyMatrix Of(NetworkState state, ImmutableArray<PeerId> members)
    {
        LatencyMatrix matrix = new(members.Length);
        for (int one = 0; one < members.Length; one++)
        {
            Dictionary<PeerId, int> distances = From(state, members[one]);
            for (int other = 0; other < one; other++)
            {
                matrix[one, other] = Math.Min(
                    StateLimits.MaxLatencyMs, distances.GetValueOrDefault(members[other], StateLimits.MaxLatencyMs));
            }
        }

        return matrix;
    }

    /// <summary>Dijkstra's algorithm.</summary>
    private static Dictionary<PeerId, int> From(NetworkState state, PeerId origin)
    {
        Dictionary<PeerId, int> distances = new() { [origin] = 0 };
        PriorityQueue<PeerId, int> queue = new([(origin, 0)]);
        while (queue.TryDequeue(out PeerId? node, out int distance))
        {
            if (distance > distances[node] || !state.Members.TryGetValue(node, out MemberRecord? member))
            {
                continue;
            }

            foreach ((PeerId other, LinkRecord link) in member.Links)
            {
                int way = distance + link.LatencyMs;
                if (link.IsUp && way < distances.GetValueOrDefault(other, int.MaxValue))
                {
                    distances[other] = way;
                    queue.Enqueue(other, way);
                }
            }
        }

        return distances;
    }
}
