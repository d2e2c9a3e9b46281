using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>Draws validators, each with a chance in proportion to its weight, none twice.</summary>
/// <remarks>
/// A binary indexed tree of the weights (Fenwick 1994): a draw takes O(log n), and what was drawn is taken out until the
/// sample is complete.
/// </remarks>
internal sealed class WeightedSampler
{
    private readonly ImmutableArray<ulong> _weights;
    private readonly ulong[] _sums;
    private readonly int _top;
    private ulong _total;

    /// <param name="weights">The weights; each at least 1, together at most 2^63.</param>
    public WeightedSampler(ImmutableArray<ulong> weights)
    {
        ArgumentOutOfRangeException.ThrowIfZero(weights.Length);
        _weights = weights;
        _sums = new ulong[weights.Length + 1];
        _top = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)weights.Length + 1) / 2;
        for (int index = 0; index < weights.Length; index++)
        {
            ArgumentOutOfRangeException.ThrowIfZero(weights[index], nameof(weights));
            Change(index, weights[index]);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(_total, 1UL << 63, nameof(weights));
    }

    /// <summary>Draws indices.</summary>
    /// <param name="count">How many; of fewer validators, all are drawn.</param>
    /// <param name="entropy">Where chance comes from.</param>
    public int[] Draw(int count, IEntropySource entropy)
    {
        int[] drawn = new int[Math.Min(count, _weights.Length)];
        for (int index = 0; index < drawn.Length; index++)
        {
            // The high half of the product is uniform to within total / 2^64.
            ulong point = Math.BigMul(entropy.NextUInt64(), _total, out _);
            drawn[index] = Find(point);
            Change(drawn[index], 0 - _weights[drawn[index]]);
        }

        foreach (int index in drawn)
        {
            Change(index, _weights[index]);
        }

        return drawn;
    }

    /// <summary>The index in whose share of the total a point lies.</summary>
    private int Find(ulong point)
    {
        int place = 0;
        for (int step = _top; step > 0; step /= 2)
        {
            if (place + step < _sums.Length && _sums[place + step] <= point)
            {
                place += step;
                point -= _sums[place];
            }
        }

        return place;
    }

    // Taking away is adding the complement: all sums are exact modulo 2^64.
    private void Change(int index, ulong difference)
    {
        _total = unchecked(_total + difference);
        for (int place = index + 1; place < _sums.Length; place += place & -place)
        {
            _sums[place] = unchecked(_sums[place] + difference);
        }
    }
}
