using System.Runtime.InteropServices;

namespace DaaCompute.Net;

/// <summary>Numbers out of an <see cref="IEntropySource"/>.</summary>
public static class EntropySourceExtensions
{
    /// <summary>A uniform 64-bit number.</summary>
    /// <param name="entropy">The source.</param>
    public static ulong NextUInt64(this IEntropySource entropy)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        ulong value = 0;
        entropy.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref value)));
        return value;
    }

    /// <summary>A number from 0 to <paramref name="exclusiveMaximum"/> - 1, uniform to within 2^-32.</summary>
    /// <param name="entropy">The source.</param>
    /// <param name="exclusiveMaximum">At least 1.</param>
    public static int NextInt32(this IEntropySource entropy, int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        return (int)Math.BigMul(entropy.NextUInt64(), (ulong)exclusiveMaximum, out _);
    }

    /// <summary>A number in [0, 1), in steps of 2^-53.</summary>
    /// <param name="entropy">The source.</param>
    public static double NextDouble(this IEntropySource entropy) => (entropy.NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Puts a list into a random order (Fisher–Yates).</summary>
    /// <typeparam name="T">Any element.</typeparam>
    /// <param name="entropy">The source.</param>
    /// <param name="items">The list, shuffled in place.</param>
    public static void Shuffle<T>(this IEntropySource entropy, Span<T> items)
    {
        for (int index = items.Length - 1; index > 0; index--)
        {
            int other = entropy.NextInt32(index + 1);
            (items[index], items[other]) = (items[other], items[index]);
        }
    }
}
