using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Consensus.Runtime;

/// <content>What the disk kept, and when this validator may vote.</content>
internal sealed partial class ConsensusNode
{
    private readonly SortedDictionary<int, long> _reports = [];
    private VotingObstacle _obstacle = VotingObstacle.Starting;
    private OwnVote? _lastVote;
    private bool _isFresh;

    private async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            OwnVote? stored = null;
            VertexId previous = default;
            StoredCheckpoint? checkpoint = await _votes.ReadCheckpointAsync(cancellationToken).ConfigureAwait(false);
            EpochStart start = checkpoint?.Start ?? _epoch.Start;
            foreach (Validator validator in start.Set.Validators.Where(static one => one.Key is not null))
            {
                _context.Signatures.Learn(validator.Key!);
            }

            await BeginAsync(start, checkpoint, cancellationToken).ConfigureAwait(false);
            List<Vertex> vertices = await _votes.ReadVerticesAsync(_epoch, cancellationToken).ConfigureAwait(false);
            foreach (Vertex vertex in vertices)
            {
                if (vertex.Author == _epoch.Self && vertex.Round > (stored?.Round ?? 0))
                {
                    stored = new OwnVote(vertex.Round, vertex.Id);
                    previous = vertex.Previous;
                }

                // The disk is no better witness than the network: what came from it is checked like what comes from peers.
                if (_context.Signatures.IsSigned(vertex, AuthorOf(vertex)) || vertex.Author == _epoch.Self)
                {
                    await RestoreAsync(vertex).ConfigureAwait(false);
                }
            }

            await LoadProofsAsync(cancellationToken).ConfigureAwait(false);
            ConsensusLog.Restored(_context.Log, _order.Height, _epoch.Engine.DecidedRound, vertices.Count);
            (OwnVote? guard, bool exists) = await _votes.ReadGuardAsync(_epoch, cancellationToken).ConfigureAwait(false);
            _isFresh = !exists && stored is null;
            _lastVote = VoteGuard.Judge(guard, stored, previous);
            _obstacle = _lastVote is null ? VotingObstacle.LearningOwnVotes : VotingObstacle.None;
        }
        catch (StateStoreException exception)
        {
            ConsensusLog.StoreFailed(_context.Log, exception);
            _obstacle = VotingObstacle.DiskFailed;
        }
    }

    private async ValueTask BeginAsync(EpochStart start, StoredCheckpoint? checkpoint, CancellationToken cancellationToken)
    {
        _epoch = new EpochState(_context, start, checkpoint?.Snapshot ?? EngineSnapshot.Genesis, null);
        long height = checkpoint?.Height ?? 0;
        _log.Begin(checkpoint?.Lowest ?? 0, height);
        await _order.BeginAsync(height, checkpoint?.Chain ?? default, cancellationToken).ConfigureAwait(false);
        await _order.ReplayAsync(cancellationToken).ConfigureAwait(false);
        _checkpointHeight = height;
        _checkpointRound = checkpoint?.Snapshot.DecidedRound ?? 0;
        if (checkpoint is { Certificate.IsEmpty: false }
            && CertificateCodec.TryDecode(checkpoint.Certificate.Span, out Certificate? certificate))
        {
            _proof = ConsensusVerifier.ProofOf(certificate.Statement, checkpoint.Certificate);
        }
    }

    /// <summary>Puts a stored vertex into the engine; what is decided by it was decided before the restart.</summary>
    private async ValueTask RestoreAsync(Vertex vertex)
    {
        foreach (ConsensusEffect effect in _epoch.Engine.Step(new ConsensusEvent.Received(null, vertex), Now).ToArray())
        {
            if (effect is ConsensusEffect.Ordered or ConsensusEffect.Checkpoint)
            {
                await CarryAsync(effect).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask LoadProofsAsync(CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> encoded in await _votes.ReadProofsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_verifier.TryVerifyEquivocation(encoded, _epoch.Set, out EquivocationProof? proof))
            {
                await BanAsync(proof).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Votes, as soon as it is certain that no vertex of this validator's can be contradicted: at once when disk and guard
    /// agree, else two rounds above everything that a quorum of others has got to.
    /// </summary>
    /// <remarks>
    /// An own vertex of round r needed vertices of a quorum in round r - 1. That quorum and one that reports now share an honest
    /// validator, whose report is r - 1 or more. So r is at most the highest report and one.
    /// </remarks>
    private async ValueTask BeginVotingAsync()
    {
        if (_epoch.Self < 0 || _isVoting)
        {
            return;
        }

        long? from = null;
        if (_obstacle == VotingObstacle.None)
        {
            from = (_lastVote?.Round ?? 0) + 1;
        }
        else if (_obstacle == VotingObstacle.LearningOwnVotes)
        {
            from = LearntRound();
        }

        if (from is not long round)
        {
            return;
        }

        _obstacle = VotingObstacle.None;
        _isVoting = true;
        ConsensusLog.VotingBegun(_context.Log, round);
        await StepAsync(new ConsensusEvent.Work(HasWork())).ConfigureAwait(false);
        await StepAsync(new ConsensusEvent.Voting(round)).ConfigureAwait(false);
    }

    private long? LearntRound()
    {
        IConsensusEngine engine = _epoch.Engine;

        // A report above what this node has seen itself does not count until it has caught up; it may be a lie.
        long weight = _reports.Where(report => report.Value <= engine.HighestRound).Sum(report => _epoch.Set.Validators[report.Key].Weight);
        if (_isFresh)
        {
            // It never voted, as far as anything tells, and so is a witness itself.
            weight += _epoch.Set.Validators[_epoch.Self].Weight;
        }

        if (weight < _epoch.Set.QuorumWeight)
        {
            return null;
        }

        // Of a first start nobody in a quorum remembers a vertex, or Forget would have been called while catching up with them.
        // It begins wherever it is needed: two others may wait for it in a round that they cannot leave alone.
        return _isFresh ? 1 : engine.HighestRound + 2;
    }

    /// <summary>An own vertex that this node does not remember: it stops voting until it knows how far it went.</summary>
    private void Forget()
    {
        if (_isVoting)
        {
            _isVoting = false;
            _events.Enqueue(new ConsensusEvent.Voting(null));
        }

        _isFresh = false;
        _lastVote = null;
        _reports.Clear();
        if (_obstacle is VotingObstacle.None or VotingObstacle.Starting)
        {
            SetObstacle(VotingObstacle.LearningOwnVotes, "Others have a vertex of this node's that it does not remember.");
        }
    }

    private PeerId AuthorOf(Vertex vertex) =>
        vertex.Author < _epoch.Set.Count ? _epoch.Set.Validators[vertex.Author].Id : _context.Identity.PeerId;
}
