using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.AllReduce;

/// <summary>
/// The specification's <c>add_chord_connections</c>: besides its neighbours in the ring, a member keeps those connected that
/// are 2, 4, 8 … places away, so that a gap is closed without dialling.
/// </summary>
internal static class ChordPlan
{
    /// <summary>The specification's number of chords.</summary>
    public const int DefaultChords = 3;

    /// <param name="ring">The members in ring order.</param>
    /// <param name="chords">How many powers of two, from 2 on.</param>
    /// <returns>Pairs that are not neighbours already, each once.</returns>
    public static ImmutableArray<(T From, T To)> Plan<T>(ImmutableArray<T> ring, int chords = DefaultChords)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chords);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chords, 16);
        int size = ring.Length;
        HashSet<(int, int)> known = [];
        ImmutableArray<(T, T)>.Builder plan = ImmutableArray.CreateBuilder<(T, T)>();
        for (int power = 1; power <= chords; power++)
        {
            int step = 1 << power;
            for (int place = 0; place < size && step < size; place++)
            {
                int other = (place + step) % size;
                bool isNeighbour = step == size - 1;
                if (!isNeighbour && known.Add((Math.Min(place, other), Math.Max(place, other))))
                {
                    plan.Add((ring[place], ring[other]));
                }
            }
        }

        return plan.ToImmutable();
    }
}
