using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus;

/// <summary>Who votes in one epoch, and how many of them decide.</summary>
/// <remarks>
/// Of a total weight n, up to f = ⌊(n − 1) / 3⌋ may lie. A quorum is n − f: two quorums share more than f, so an honest
/// vote. With n = 3f + 1 that is the 2f + 1 of the literature.
/// </remarks>
public sealed class ValidatorSet
{
    /// <summary>The largest total weight: sums of weights stay far from overflow.</summary>
    public const long MaxTotalWeight = 1L << 48;

    /// <summary>The most validators a set may have: the design's largest simulated network.</summary>
    public const int MaxCount = 4096;

    private readonly Dictionary<PeerId, int> _indices = [];

    /// <summary>Makes a set.</summary>
    /// <param name="epoch">The epoch it votes in, from 0.</param>
    /// <param name="validators">The validators, in any order.</param>
    /// <exception cref="ArgumentException">
    /// There is none or are too many, one is named twice, a weight is below 1, the total is above
    /// <see cref="MaxTotalWeight"/>, or a key is another peer's.
    /// </exception>
    public ValidatorSet(long epoch, IEnumerable<Validator> validators)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentNullException.ThrowIfNull(validators);
        Epoch = epoch;
        Validators = [.. validators.OrderBy(static one => one.Id)];
        if (Validators.Length is 0 or > MaxCount)
        {
            throw new ArgumentException($"A set has 1 to {MaxCount} validators, not {Validators.Length}.", nameof(validators));
        }

        for (int index = 0; index < Validators.Length; index++)
        {
            Validator validator = Validators[index];
            if (validator.Weight is < 1 or > MaxTotalWeight)
            {
                throw new ArgumentException($"{validator.Id} has a weight of {validator.Weight}.", nameof(validators));
            }

            if (validator.Key is not null && validator.Key.PeerId != validator.Id)
            {
                throw new ArgumentException($"The key given for {validator.Id} is another peer's.", nameof(validators));
            }

            if (!_indices.TryAdd(validator.Id, index))
            {
                throw new ArgumentException($"{validator.Id} is named twice.", nameof(validators));
            }

            TotalWeight += validator.Weight;
        }

        if (TotalWeight > MaxTotalWeight)
        {
            throw new ArgumentException($"The weights add up to more than {MaxTotalWeight}.", nameof(validators));
        }
    }

    /// <summary>The epoch.</summary>
    public long Epoch { get; }

    /// <summary>The validators, in the order of their ids; a place in it is a validator's index on the wire.</summary>
    public ImmutableArray<Validator> Validators { get; }

    /// <summary>How many there are.</summary>
    public int Count => Validators.Length;

    /// <summary>All weights together: n.</summary>
    public long TotalWeight { get; }

    /// <summary>The weight that may lie: f = ⌊(n − 1) / 3⌋.</summary>
    public long FaultyWeight => (TotalWeight - 1) / 3;

    /// <summary>The weight that decides: n − f.</summary>
    public long QuorumWeight => TotalWeight - FaultyWeight;

    /// <summary>The least weight that contains an honest validator: f + 1.</summary>
    public long ValidityWeight => FaultyWeight + 1;

    /// <summary>A validator's index.</summary>
    /// <param name="peer">Who.</param>
    /// <returns>Its index, or -1 when it is none.</returns>
    public int IndexOf(PeerId peer) => _indices.TryGetValue(peer, out int index) ? index : -1;

    /// <summary>The same set with keys filled in.</summary>
    /// <param name="find">Gives a validator's key, or null.</param>
    public ValidatorSet WithKeys(Func<PeerId, PeerPublicKey?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        return new ValidatorSet(Epoch, Validators.Select(one => one with { Key = one.Key ?? find(one.Id) }));
    }
}
