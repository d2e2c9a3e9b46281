using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>Collects validators' signatures over checkpoints until a quorum has signed one. Bounded for each validator.</summary>
internal sealed class CheckpointShares(ValidatorSet validators)
{
    /// <summary>Checkpoints of one validator that are kept: it may be ahead of others by so many.</summary>
    private const int MaxPerValidator = 4;

    private readonly SortedDictionary<int, List<(CheckpointStatement Statement, ReadOnlyMemory<byte> Signature)>> _byAuthor = [];

    /// <summary>Takes a verified share in.</summary>
    /// <returns>The signatures of a quorum over that statement, by author; empty while there is none.</returns>
    public ImmutableArray<(int Author, ReadOnlyMemory<byte> Signature)> Add(
        CheckpointStatement statement, int author, ReadOnlyMemory<byte> signature)
    {
        if (!_byAuthor.TryGetValue(author, out List<(CheckpointStatement Statement, ReadOnlyMemory<byte> Signature)>? own))
        {
            _byAuthor.Add(author, own = []);
        }

        if (!own.Exists(one => one.Statement == statement))
        {
            own.Add((statement, signature));
            own.Sort(static (one, other) => one.Statement.Round.CompareTo(other.Statement.Round));
            if (own.Count > MaxPerValidator)
            {
                own.RemoveAt(0);
            }
        }

        long weight = 0;
        ImmutableArray<(int, ReadOnlyMemory<byte>)>.Builder signatures = ImmutableArray.CreateBuilder<(int, ReadOnlyMemory<byte>)>();
        foreach ((int signer, List<(CheckpointStatement Statement, ReadOnlyMemory<byte> Signature)> shares) in _byAuthor)
        {
            int index = shares.FindIndex(one => one.Statement == statement);
            if (index >= 0 && weight < validators.QuorumWeight)
            {
                weight += validators.Validators[signer].Weight;
                signatures.Add((signer, shares[index].Signature));
            }
        }

        return weight >= validators.QuorumWeight ? signatures.ToImmutable() : [];
    }

    /// <summary>Forgets shares of checkpoints up to a round.</summary>
    public void Forget(long round)
    {
        foreach (List<(CheckpointStatement Statement, ReadOnlyMemory<byte> Signature)> own in _byAuthor.Values)
        {
            own.RemoveAll(one => one.Statement.Round <= round);
        }
    }
}
