using System.Numerics;

namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>Weights of sets of up to 64 validators, each set a mask of their indices.</summary>
internal sealed class Weights
{
    private readonly long[] _weights;
    private readonly bool _areEqual;

    public Weights(ValidatorSet validators)
    {
        _weights = [.. validators.Validators.Select(static one => one.Weight)];
        _areEqual = Array.TrueForAll(_weights, weight => weight == _weights[0]);
        Quorum = validators.QuorumWeight;
        Validity = validators.ValidityWeight;
        Everybody = validators.Count == 64 ? ulong.MaxValue : (1UL << validators.Count) - 1;
    }

    /// <summary>The weight that decides: 2f + 1 of 3f + 1.</summary>
    public long Quorum { get; }

    /// <summary>The least weight with an honest validator in it: f + 1.</summary>
    public long Validity { get; }

    /// <summary>All validators.</summary>
    public ulong Everybody { get; }

    public long Of(int validator) => _weights[validator];

    public long Of(ulong validators)
    {
        if (_areEqual)
        {
            return _weights[0] * BitOperations.PopCount(validators);
        }

        long sum = 0;
        for (ulong rest = validators; rest != 0; rest &= rest - 1)
        {
            sum += _weights[BitOperations.TrailingZeroCount(rest)];
        }

        return sum;
    }

    public bool IsQuorum(ulong validators) => Of(validators) >= Quorum;
}
