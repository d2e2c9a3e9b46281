namespace DaaCompute.Net.Simulation;

/// <summary>splitmix64: a bijection of 64-bit numbers that scatters them; seeds generators and makes keyed draws.</summary>
/// <remarks>Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators"; Vigna's constants.</remarks>
internal static class SplitMix
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static ulong Next(ref ulong state) => Scatter(state += Golden);

    /// <summary>The first output for a state: equal inputs give equal, other inputs unrelated numbers.</summary>
    public static ulong Mix(ulong value) => Scatter(value + Golden);

    private static ulong Scatter(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
