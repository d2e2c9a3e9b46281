namespace DaaCompute.Net.Topology.AllReduce;

/// <summary>Numbers that every member draws alike from the same seed: SplitMix64.</summary>
/// <remarks>Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014). Not for secrets.</remarks>
internal sealed class TourRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to <paramref name="exclusiveMaximum"/> - 1.</summary>
    public int Next(int exclusiveMaximum)
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return (int)Math.BigMul(mixed, (ulong)exclusiveMaximum, out _);
    }
}
