using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>
/// What of the agreed order becomes final: each proposal once, and of rivals the first. Replicas that are given the same
/// order come to the same ledger.
/// </summary>
internal sealed class ProposalLedger(long height, ContentDigest chain)
{
    /// <summary>
    /// How many heights back repetitions and rivals are recognised. Every replica must have the same, so it is no option;
    /// 16384 proposals of 32 bytes of memory each are half a megabyte.
    /// </summary>
    public const int Window = 16_384;

    private readonly HashSet<ProposalId> _ids = [];
    private readonly Queue<(long Height, ProposalId Id)> _byAge = new();
    private readonly ConflictSet _conflicts = new(Window);

    /// <summary>How many proposals are final.</summary>
    public long Height { get; private set; } = height;

    /// <summary>The hash chain over all of them.</summary>
    public ContentDigest Chain { get; private set; } = chain;

    /// <summary>Whether a proposal is final already, as far back as the window reaches.</summary>
    public bool Contains(ProposalId id) => _ids.Contains(id);

    /// <summary>Whether an earlier proposal has taken one of these keys.</summary>
    public bool Conflicts(ImmutableArray<ConflictKey> keys) => _conflicts.Conflicts(keys);

    /// <summary>Makes a proposal the next final one.</summary>
    /// <param name="id">The proposal.</param>
    /// <param name="keys">What it lays claim to.</param>
    /// <param name="chain">The chain with it at its end.</param>
    public void Append(ProposalId id, ImmutableArray<ConflictKey> keys, ContentDigest chain)
    {
        Remember(id, keys, Height);
        Height++;
        Chain = chain;
    }

    /// <summary>Fills the window with a proposal that became final before this ledger began.</summary>
    public void Remember(ProposalId id, ImmutableArray<ConflictKey> keys, long height)
    {
        _ids.Add(id);
        _byAge.Enqueue((height, id));
        while (_byAge.TryPeek(out (long Height, ProposalId Id) oldest) && oldest.Height <= height - Window)
        {
            _byAge.Dequeue();
            _ids.Remove(oldest.Id);
        }

        _conflicts.Take(keys, height);
    }
}
