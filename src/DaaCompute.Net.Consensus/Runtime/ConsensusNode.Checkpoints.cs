using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Consensus.Runtime;

/// <content>Checkpoints, their certificates, and the end of an epoch.</content>
internal sealed partial class ConsensusNode
{
    /// <summary>A checkpoint is signed after so many rounds even when nothing became final, so that vertices can be forgotten.</summary>
    private const int MaxRoundsBetween = 64;

    /// <summary>Own checkpoints whose snapshots are kept for late validators.</summary>
    private const int KeptSnapshots = 4;

    private readonly SortedDictionary<long, EngineSnapshot> _snapshots = [];
    private bool _isVoting;
    private bool _hasCall;
    private long _checkpointHeight;
    private long _checkpointRound;
    private CheckpointStatement? _ownStatement;
    private ReadOnlyMemory<byte> _ownSignature;
    private (Certificate Certificate, ReadOnlyMemory<byte> Encoded, EngineSnapshot Snapshot)? _certified;

    private async ValueTask MakeCheckpointAsync(EngineSnapshot snapshot)
    {
        if (_order.Height == _checkpointHeight && snapshot.DecidedRound - _checkpointRound < MaxRoundsBetween)
        {
            return;
        }

        _checkpointHeight = _order.Height;
        _checkpointRound = snapshot.DecidedRound;
        _snapshots[snapshot.DecidedRound] = snapshot;
        if (_snapshots.Count > KeptSnapshots)
        {
            _snapshots.Remove(_snapshots.Keys.First());
        }

        KeepCheckpoint(snapshot);
        CheckpointStatement statement = new(
            _epoch.Id, _epoch.Set.Epoch, _order.Height, _order.Chain, snapshot.DecidedRound, ResumeOf(snapshot), default);
        await SignAsync(_epoch, statement).ConfigureAwait(false);
        await StepAsync(new ConsensusEvent.Work(HasWork())).ConfigureAwait(false);
    }

    private void KeepCheckpoint(EngineSnapshot snapshot) => _votes.Keep(new StoredCheckpoint(
        _epoch.Start with { Set = _epoch.Set.WithKeys(_context.Signatures.FindKey) },
        snapshot,
        _order.Height,
        _order.Chain,
        _log.Lowest,
        _proof?.Encoded ?? default));

    private ContentDigest ResumeOf(EngineSnapshot snapshot)
    {
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        _context.Hash.Hash(SnapshotCodec.Encode(snapshot), digest);
        return new ContentDigest(digest);
    }

    private async ValueTask SignAsync(EpochState epoch, CheckpointStatement statement)
    {
        if (epoch.Self < 0)
        {
            return;
        }

        _ownStatement = statement;
        _ownSignature = _context.Signatures.SignCheckpoint(CertificateCodec.EncodeStatement(statement));
        SendShare();
        await AddShareAsync(epoch, statement, epoch.Self, _ownSignature).ConfigureAwait(false);
    }

    private void SendShare()
    {
        if (_ownStatement is CheckpointStatement statement)
        {
            EpochState epoch = statement.EpochId == _epoch.Id ? _epoch : _previousEpoch ?? _epoch;
            _links.Broadcast(
                new ConsensusMessage(ConsensusMessageKind.Share)
                {
                    Round = epoch.Self,
                    Items = [CertificateCodec.EncodeStatement(statement), _ownSignature],
                },
                link => epoch.Set.IndexOf(link.Peer) >= 0);
        }
    }

    /// <summary>Takes a verified share in; when a quorum is together, the certificate follows.</summary>
    private async ValueTask AddShareAsync(
        EpochState epoch, CheckpointStatement statement, int author, ReadOnlyMemory<byte> signature)
    {
        ImmutableArray<(int Author, ReadOnlyMemory<byte> Signature)> quorum = epoch.Shares.Add(statement, author, signature);
        if (!quorum.IsEmpty && IsNewer(statement))
        {
            await TakeCertificateAsync(new Certificate(statement, quorum), CertificateCodec.Encode(statement, quorum), isOurs: true)
                .ConfigureAwait(false);
        }
    }

    private bool IsNewer(CheckpointStatement statement)
    {
        CheckpointStatement? known = _certified?.Certificate.Statement;
        return _proof is null || statement.Height > _proof.Height
            || (known is not null && (statement.Epoch > known.Epoch || (statement.Epoch == known.Epoch && statement.Round > known.Round)))
            || statement.Epoch > _proof.Epoch
            || (known is null && statement.Height == _proof.Height);
    }

    /// <summary>A verified certificate of this epoch, or of the end of the one before.</summary>
    private async ValueTask TakeCertificateAsync(Certificate certificate, ReadOnlyMemory<byte> encoded, bool isOurs)
    {
        CheckpointStatement statement = certificate.Statement;
        if (statement.Height > _order.Height)
        {
            // It is ahead of this node: nothing is claimed before the proposals under it are here.
            return;
        }

        _proof = ConsensusVerifier.ProofOf(statement, encoded);
        ConsensusLog.Certified(_context.Log, statement.Height, statement.Round);
        if (statement.NextSet != default && _previousEpoch is { Next: ValidatorSet next } ended && statement.EpochId == ended.Id)
        {
            ConsensusMessage end = EpochEndOf(encoded, next);
            _votes.Keep(statement.Epoch, ConsensusCodec.Encode(end));
            _links.Broadcast(end, static _ => true);
            return;
        }

        if (_snapshots.TryGetValue(statement.Round, out EngineSnapshot? snapshot))
        {
            _certified = (certificate, encoded, snapshot);
        }

        _epoch.Shares.Forget(statement.Round);
        if (isOurs)
        {
            _links.Broadcast(CertificateMessage(encoded), link => _epoch.Set.IndexOf(link.Peer) < 0);
        }

        await ForgetBelowAsync(statement.Round).ConfigureAwait(false);
    }

    private async ValueTask ForgetBelowAsync(long round)
    {
        long before = _epoch.Engine.Floor;
        List<Vertex> below = [.. _epoch.Engine.VerticesFrom(before).TakeWhile(vertex => vertex.Round < round)];
        await StepAsync(new ConsensusEvent.Certified(Math.Min(round, _checkpointRound))).ConfigureAwait(false);
        long floor = _epoch.Engine.Floor;
        _votes.Prune(_epoch, floor, below.Where(vertex => vertex.Round < floor));
    }

    private static ConsensusMessage CertificateMessage(ReadOnlyMemory<byte> encoded) =>
        new(ConsensusMessageKind.Certificate) { Items = [encoded] };

    private static ConsensusMessage EpochEndOf(ReadOnlyMemory<byte> certificate, ValidatorSet next) =>
        new(ConsensusMessageKind.EpochEnd) { Items = [certificate, ValidatorSetCodec.Encode(next, withKeys: true)] };

    /// <summary>The call for another set that belongs into the next vertex, or null.</summary>
    private async ValueTask<Transaction?> NextCallAsync()
    {
        _hasCall = false;
        ValidatorSet? wanted = await _context.Admission.ProposeNextAsync(_epoch.Set, _stop.Token).ConfigureAwait(false);
        if (wanted is null)
        {
            foreach (ValidatorSet called in _epoch.CallsOfOthers())
            {
                if (await _context.Admission.AdmitsAsync(_epoch.Set, called, _stop.Token).ConfigureAwait(false))
                {
                    wanted = called;
                    break;
                }
            }
        }

        return wanted is not null && wanted.Epoch == _epoch.Set.Epoch + 1
            ? new Transaction(TransactionKind.EpochCall, ValidatorSetCodec.Encode(wanted, withKeys: false))
            : null;
    }

    /// <summary>Ends the epoch at this point of the order, and begins the next.</summary>
    private async ValueTask EndEpochAsync(ValidatorSet next, long round)
    {
        EpochState ended = _epoch;
        CheckpointStatement statement = new(
            ended.Id, ended.Set.Epoch, _order.Height, _order.Chain, round, default, ValidatorSetCodec.DigestOf(_context.Hash, next));
        ended.End = statement;
        ended.Next = next;
        BeginEpoch(ended, new EpochStart(next, _order.Height, _order.Chain));
        await SignAsync(ended, statement).ConfigureAwait(false);
        await BeginVotingAsync().ConfigureAwait(false);
    }

    private void BeginEpoch(EpochState ended, EpochStart start)
    {
        _previousEpoch = ended;
        _votes.Drop(ended, ended.Engine.VerticesFrom(ended.Engine.Floor));
        _epoch = new EpochState(_context, start, EngineSnapshot.Genesis, null);
        _events.Clear();
        _unsent = null;
        _snapshots.Clear();
        _certified = null;
        _reports.Clear();
        _checkpointHeight = start.Height;
        _checkpointRound = 0;
        _lastVote = null;
        _isVoting = false;
        _isFresh = false;

        // The first vote of an epoch has no rival: this node has made none of it.
        _obstacle = _obstacle is VotingObstacle.DiskFailed or VotingObstacle.DiskFull ? _obstacle : VotingObstacle.None;
        _pool.Revive(long.MaxValue);
        KeepCheckpoint(EngineSnapshot.Genesis);
        ConsensusLog.EpochBegun(_context.Log, start.Set.Epoch, start.Set.Count);
    }
}
