using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace DaaCompute.Net.Simulation;

/// <summary>Randomness that repeats: xoshiro256** seeded by splitmix64. Never for keys that protect anything.</summary>
/// <remarks>
/// Whoever knows the seed, or sees a few outputs, knows everything that follows: this source is for simulations and tests
/// only. The same in every process, on every machine and in every version of .NET. Safe for concurrent use.
/// Source: Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators".
/// </remarks>
public sealed class SeededEntropySource : IEntropySource
{
    private readonly Lock _lock = new();
    private readonly ulong _seed;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Makes the source of a seed.</summary>
    /// <param name="seed">Any number.</param>
    public SeededEntropySource(ulong seed)
    {
        _seed = seed;
        _s0 = SplitMix.Next(ref seed);
        _s1 = SplitMix.Next(ref seed);
        _s2 = SplitMix.Next(ref seed);
        _s3 = SplitMix.Next(ref seed);
    }

    /// <summary>Makes a source that stands at a given state, for the published vectors.</summary>
    internal SeededEntropySource(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>Makes an independent source that depends on this one's seed and the label alone, not on what was drawn.</summary>
    /// <param name="label">What it is for, such as <c>node/3</c>.</param>
    public SeededEntropySource Derive(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        ulong hash = SplitMix.Mix(_seed);
        foreach (byte value in Encoding.UTF8.GetBytes(label))
        {
            hash = SplitMix.Mix(hash ^ value);
        }

        return new SeededEntropySource(hash);
    }

    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        Span<byte> last = stackalloc byte[sizeof(ulong)];
        lock (_lock)
        {
            while (destination.Length >= sizeof(ulong))
            {
                BinaryPrimitives.WriteUInt64LittleEndian(destination, Next());
                destination = destination[sizeof(ulong)..];
            }

            if (!destination.IsEmpty)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(last, Next());
                last[..destination.Length].CopyTo(destination);
            }
        }
    }

    private ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }
}
