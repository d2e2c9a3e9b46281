using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>
/// Agreement of up to 64 validators by an uncertified DAG: a vertex is sent once, and its descendants are its votes.
/// </summary>
/// <remarks>
/// One vertex, one signature and one broadcast for each validator and round; a vertex is final three message delays after
/// it was sent. Rounds follow each other as fast as the network allows while there is something to agree on, and once in
/// <see cref="QuorumTiming.IdleInterval"/> while there is not. Source: Mysticeti (arXiv 2310.14821).
/// </remarks>
internal sealed partial class QuorumEngine : IConsensusEngine
{
    /// <summary>The most validators: a set of them is one word, and larger ones do better by sampling.</summary>
    public const int MaxValidators = 64;

    private readonly int _self;
    private readonly ContentDigest _epochId;
    private readonly QuorumTiming _timing;
    private readonly Weights _weights;
    private readonly Dag _dag;
    private readonly CommitRule _rule;
    private readonly Punctuality _punctuality;
    private readonly MissingVertices _missing;
    private readonly Dictionary<VertexId, VertexRef> _orderedBefore;
    private readonly List<ConsensusEffect> _effects = [];
    private long _certifiedRound;
    private ulong _banned;

    /// <summary>Begins at a snapshot.</summary>
    /// <param name="validators">The validators, at most <see cref="MaxValidators"/>.</param>
    /// <param name="self">This node's index; -1 when it only follows.</param>
    /// <param name="epochId">The epoch's digest.</param>
    /// <param name="snapshot">Where to begin.</param>
    /// <param name="timing">How patient to be.</param>
    /// <param name="last">This validator's last vertex so far, or null.</param>
    public QuorumEngine(
        ValidatorSet validators,
        int self,
        ContentDigest epochId,
        EngineSnapshot snapshot,
        QuorumTiming timing,
        OwnVote? last = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(validators.Count, MaxValidators);
        _self = self;
        _epochId = epochId;
        _timing = timing;
        _weights = new Weights(validators);
        _dag = new Dag(validators.Count, _weights);
        _rule = new CommitRule(_dag, _weights, snapshot.DecidedRound);
        _punctuality = new Punctuality(validators.Count);
        _missing = new MissingVertices(timing.RequestInterval);
        _orderedBefore = new(snapshot.Ordered.Select(static one => KeyValuePair.Create(one.Id, one)));
        _certifiedRound = snapshot.DecidedRound;
        OwnRound = last?.Round ?? 0;
        _previous = last?.Id ?? default;
        _quorumRound = snapshot.DecidedRound;
        _workFloor = NeededFloor;
        _dag.Prune(NeededFloor);
    }

    public long HighestRound => _dag.HighestRound;

    public long OwnRound { get; private set; }

    public VertexId OwnLast => _previous;

    public long DecidedRound => _rule.DecidedRound;

    public long Floor => _dag.Floor;

    /// <summary>Validators that are proved to have equivocated, as a mask.</summary>
    public ulong Banned => _banned;

    /// <summary>No later commit reaches below this round.</summary>
    private long NeededFloor => Math.Max(1, _rule.DecidedRound + 1 - VertexRules.Depth);

    public Vertex? Find(VertexId id) => _dag.Find(id)?.Vertex;

    public IEnumerable<Vertex> VerticesFrom(long round)
    {
        for (long at = Math.Max(round, _dag.Floor); at <= _dag.HighestRound; at++)
        {
            foreach (DagVertex vertex in _dag.Round(at)?.All() ?? [])
            {
                yield return vertex.Vertex;
            }
        }
    }

    public IReadOnlyList<ConsensusEffect> Step(ConsensusEvent happened, TimeSpan now)
    {
        _effects.Clear();
        switch (happened)
        {
            case ConsensusEvent.Received received:
                Receive(received.From, received.Vertex, now);
                break;
            case ConsensusEvent.Written written:
                TakeWritten(written.Vertex, now);
                break;
            case ConsensusEvent.Work work:
                _hasWork = work.IsWaiting;
                break;
            case ConsensusEvent.Voting voting:
                _fromRound = voting.FromRound;
                break;
            case ConsensusEvent.Ban ban:
                _banned |= 1UL << ban.Author;
                break;
            case ConsensusEvent.Certified certified:
                _certifiedRound = Math.Max(_certifiedRound, certified.Round);
                Prune();
                break;
        }

        AskAgain(now);
        Draft(now);
        return _effects;
    }

    /// <summary>Takes decisions that have become possible.</summary>
    private void Decide()
    {
        _rule.Evaluate();
        long before = _rule.DecidedRound;
        while (_rule.TryTake(out DagVertex? committed))
        {
            if (committed is not null)
            {
                Order(committed);
            }

            if (_rule.DecidedRound != before)
            {
                before = _rule.DecidedRound;
                if (before % VertexRules.CheckpointRounds == 0)
                {
                    _effects.Add(new ConsensusEffect.Checkpoint(Snapshot()));
                }
            }
        }

        Prune();
    }

    private void Order(DagVertex leader)
    {
        ImmutableArray<DagVertex> ordered = VertexOrder.Take(_dag, leader);
        foreach (DagVertex vertex in ordered)
        {
            _openWork -= IsWork(vertex) ? 1 : 0;
        }

        _effects.Add(new ConsensusEffect.Ordered(leader.Vertex.Reference, [.. ordered.Select(static one => one.Vertex)]));
    }

    private EngineSnapshot Snapshot()
    {
        ImmutableArray<VertexRef>.Builder ordered = ImmutableArray.CreateBuilder<VertexRef>();
        for (long round = NeededFloor; round <= _rule.DecidedRound; round++)
        {
            foreach (DagVertex vertex in _dag.Round(round)?.All() ?? [])
            {
                if (vertex.IsOrdered)
                {
                    ordered.Add(vertex.Vertex.Reference);
                }
            }
        }

        // Those that are ordered but have not come yet count as well: all replicas must have the same snapshot.
        ordered.AddRange(_orderedBefore.Values.Where(vertex => vertex.Round >= NeededFloor));
        ordered.Sort(VertexOrder.Compare);
        return new EngineSnapshot(_rule.DecidedRound, ordered.ToImmutable());
    }

    private void Prune()
    {
        long keep = Math.Max(1, Math.Min(_certifiedRound, _rule.DecidedRound) + 1 - VertexRules.Depth);
        for (long round = _workFloor; round < NeededFloor; round++)
        {
            // What no commit can reach any more is no work any more.
            _openWork -= _dag.Round(round)?.All().Count(vertex => !vertex.IsOrdered && IsWork(vertex)) ?? 0;
        }

        _workFloor = Math.Max(_workFloor, NeededFloor);
        _dag.Prune(keep);
    }
}
