using System.Collections.Immutable;
using System.Text;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Protocol.Quorum;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>One epoch: who votes, where it began, and the engine that they vote by.</summary>
internal sealed class EpochState
{
    private readonly Dictionary<ContentDigest, (ValidatorSet Set, SortedSet<int> Callers)> _calls = [];

    public EpochState(
        ConsensusContext context, EpochStart start, EngineSnapshot snapshot, OwnVote? last)
    {
        Start = start;
        Set = start.Set;
        Id = IdOf(context, start);
        Self = Set.IndexOf(context.Identity.PeerId);
        Shares = new CheckpointShares(Set);
        QuorumTiming timing = new()
        {
            LeaderTimeout = context.Options.LeaderTimeout,
            IdleInterval = context.Options.IdleInterval,
            RequestInterval = context.Options.SyncInterval,
        };
        Engine = new QuorumEngine(Set, Self, Id, snapshot, timing, last);
    }

    public EpochStart Start { get; }

    public ValidatorSet Set { get; }

    /// <summary>What every vertex and checkpoint of the epoch is bound to.</summary>
    public ContentDigest Id { get; }

    /// <summary>This node's index; -1 when it is no validator.</summary>
    public int Self { get; }

    public IConsensusEngine Engine { get; }

    public CheckpointShares Shares { get; }

    /// <summary>The statement that ended the epoch, or null.</summary>
    public CheckpointStatement? End { get; set; }

    /// <summary>The set that follows, once the epoch has ended.</summary>
    public ValidatorSet? Next { get; set; }

    /// <summary>Counts a validator's call for another set.</summary>
    /// <returns>The set, once validators of a quorum's weight have called for it.</returns>
    public ValidatorSet? Call(IContentHash hash, int author, ReadOnlySpan<byte> encoded)
    {
        if (!ValidatorSetCodec.TryDecode(encoded, out ValidatorSet? set)
            || set.Epoch != Set.Epoch + 1
            || set.Count > QuorumEngine.MaxValidators)
        {
            return null;
        }

        // One call of each validator counts, its last one.
        foreach ((_, SortedSet<int> others) in _calls.Values)
        {
            others.Remove(author);
        }

        ContentDigest digest = ValidatorSetCodec.DigestOf(hash, set);
        if (!_calls.TryGetValue(digest, out (ValidatorSet Set, SortedSet<int> Callers) call))
        {
            _calls.Add(digest, call = (set, []));
        }

        call.Callers.Add(author);
        foreach (ContentDigest empty in _calls.Where(static one => one.Value.Callers.Count == 0).Select(static one => one.Key).ToArray())
        {
            _calls.Remove(empty);
        }

        return call.Callers.Sum(caller => Set.Validators[caller].Weight) >= Set.QuorumWeight ? call.Set : null;
    }

    /// <summary>The sets that others called for and this validator did not.</summary>
    public ImmutableArray<ValidatorSet> CallsOfOthers() =>
        [.. _calls.Where(one => !one.Value.Callers.Contains(Self)).OrderBy(static one => one.Key).Select(static one => one.Value.Set)];

    private static ContentDigest IdOf(ConsensusContext context, EpochStart start)
    {
        using IIncrementalHash pieces = context.Hash.CreateIncremental();
        pieces.Append("daa/consensus/epoch/1\0"u8);
        pieces.Append(Encoding.UTF8.GetBytes(context.Options.Network));
        pieces.Append([0]);
        pieces.Append(ValidatorSetCodec.Encode(start.Set, withKeys: false));
        pieces.Append(FinalizedLog.Key(start.Height));
        pieces.Append(start.Chain.ToArray());
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        pieces.GetCurrentHash(digest);
        return new ContentDigest(digest);
    }
}
