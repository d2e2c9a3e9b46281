using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Consensus.Runtime;

/// <content>How peers keep up with each other.</content>
internal sealed partial class ConsensusNode
{
    /// <summary>Bytes of vertices or proposals in one answer: half of what a frame may have.</summary>
    private const int MaxAnswerBytes = 512 * 1024;

    /// <summary>A leaf sends a proposal to so many validators: one of them is honest where f is 1, and it is sent again.</summary>
    private const int ForwardTo = 2;

    /// <summary>A leaf sends a proposal again, and a validator its share, after so many sync intervals.</summary>
    private const int ResendIntervals = 4;

    private CatchUp? _catchUp;
    private int _turn;
    private int _syncs;

    /// <summary>The first word on a new stream.</summary>
    private ValueTask Greet(PeerId peer)
    {
        _links.Send(peer, Hello());
        _links.Send(peer, new ConsensusMessage(ConsensusMessageKind.WantKeys));
        foreach (EquivocationProof proof in _equivocations.Values)
        {
            _links.Send(peer, new ConsensusMessage(ConsensusMessageKind.Equivocation) { Items = [proof.Encoded] });
        }

        return ValueTask.CompletedTask;
    }

    private ConsensusMessage Hello() => new(ConsensusMessageKind.Hello)
    {
        Epoch = _epoch.Set.Epoch,
        Round = _epoch.Self >= 0 ? _epoch.Engine.OwnRound : 0,
        Height = _proof?.Height ?? 0,
        Digest = _epoch.Id,
    };

    /// <summary>Every sync interval: links, positions, what is late, and the disk.</summary>
    private async ValueTask SyncAsync()
    {
        _syncs++;
        _links.Refresh();
        if (_epoch.Self >= 0)
        {
            foreach (Validator validator in _epoch.Set.Validators.Where(one => one.Id != _context.Identity.PeerId))
            {
                _links.Dial(validator.Id);
            }
        }

        _links.Broadcast(Hello(), static _ => true);
        await WriteUnsentAsync().ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
        await BeginVotingAsync().ConfigureAwait(false);
        if (_syncs % ResendIntervals == 0)
        {
            Resend();
        }

        if (_catchUp is CatchUp catchUp && Now - catchUp.AskedAt > ResendIntervals * _context.Options.SyncInterval)
        {
            // Whoever was asked does not answer: somebody else is, from the beginning.
            _catchUp = null;
        }

        KeepUp();
        _status = CurrentStatus();
    }

    /// <summary>What is kept besides votes goes to the disk when nothing else takes it along.</summary>
    private async ValueTask FlushAsync()
    {
        if (_unsent is not null || _obstacle == VotingObstacle.DiskFailed || (_isVoting && _syncs % ResendIntervals != 0))
        {
            return;
        }

        try
        {
            await _votes.WriteAsync(_epoch, null).ConfigureAwait(false);
        }
        catch (StateStoreException exception) when (exception.Error == StateStoreError.Full)
        {
            // Own votes say so in the status; a reader goes on in memory until there is room.
            ConsensusLog.StoreFailed(_context.Log, exception);
        }
    }

    private void Resend()
    {
        if (_ownStatement is CheckpointStatement statement && IsNewer(statement))
        {
            SendShare();
        }

        if (_epoch.Self < 0)
        {
            foreach (ProposalPool.Entry entry in _pool.Entries.Where(entry =>
                Now - entry.SentAt >= ResendIntervals * _context.Options.SyncInterval))
            {
                entry.SentAt = Now;
                Forward(entry.Transaction);
            }
        }
    }

    private void Forward(Transaction transaction)
    {
        for (int copy = 0; copy < ForwardTo; copy++)
        {
            if (NextValidator() is PeerId validator)
            {
                _links.Send(validator, new ConsensusMessage(ConsensusMessageKind.Propose) { Items = [transaction.Bytes] });
            }
        }
    }

    /// <summary>A linked validator, each in turn; null when there is none.</summary>
    private PeerId? NextValidator()
    {
        ImmutableArray<PeerLink> validators = [.. _links.Open.Where(link => _epoch.Set.IndexOf(link.Peer) >= 0)];
        return validators.IsEmpty ? null : validators[(int)((uint)_turn++ % (uint)validators.Length)].Peer;
    }

    /// <summary>Asks for what others have and this node lacks.</summary>
    private void KeepUp()
    {
        foreach (PeerLink link in _links.Open)
        {
            if (link.Position is not PeerPosition position)
            {
                continue;
            }

            if (position.Epoch > _epoch.Set.Epoch)
            {
                _links.Send(link.Peer, new ConsensusMessage(ConsensusMessageKind.WantEpoch) { Epoch = _epoch.Set.Epoch });
                return;
            }
        }

        if (_epoch.Self < 0 || NextValidator() is not PeerId peer || _links.Find(peer)?.Position is not PeerPosition other)
        {
            return;
        }

        // A round or two ahead is what is under way.
        if (other.Epoch == _epoch.Set.Epoch && other.Round > _epoch.Engine.HighestRound + 2)
        {
            _links.Send(
                peer, new ConsensusMessage(ConsensusMessageKind.WantRounds) { Round = Math.Max(1, _epoch.Engine.DecidedRound) });
        }
    }

    private async ValueTask AcceptForwardedAsync(
        Transaction transaction, ProposalId id, PeerId proposer, ReadOnlyMemory<byte> payload)
    {
        if (_order.IsFinal(id) || _pool.IsFull || _epoch.Self < 0 || _pool.CountOf(proposer) >= _context.Options.MaxPendingPerPeer
            || !await _order.IsValidAsync(payload, proposer, _stop.Token).ConfigureAwait(false))
        {
            return;
        }

        if (_pool.TryAdd(id, transaction, Now, proposer))
        {
            await StepAsync(new ConsensusEvent.Work(HasWork())).ConfigureAwait(false);
        }
    }

    private async ValueTask BanAsync(EquivocationProof proof)
    {
        int author = _epoch.Set.IndexOf(proof.Offender);
        if (author < 0 || proof.Epoch != _epoch.Set.Epoch || !_equivocations.TryAdd(proof.Offender, proof))
        {
            return;
        }

        _proofs = [.. _equivocations.Values];
        _context.Metrics.Equivocated();
        ConsensusLog.Equivocated(_context.Log, proof.Offender, proof.Round);
        _votes.Keep(proof);
        _links.Broadcast(
            new ConsensusMessage(ConsensusMessageKind.Equivocation) { Items = [proof.Encoded] }, static _ => true);
        if (author == _epoch.Self)
        {
            _isVoting = false;
            SetObstacle(VotingObstacle.Banned, "Two vertices of one round were signed with this node's key.");
            await StepAsync(new ConsensusEvent.Voting(null)).ConfigureAwait(false);
            return;
        }

        _links.Ban(proof.Offender);
        await StepAsync(new ConsensusEvent.Ban(author)).ConfigureAwait(false);
    }
}
