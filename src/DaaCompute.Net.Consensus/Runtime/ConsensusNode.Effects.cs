using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Consensus.Runtime;

/// <content>Events into the engine, effects out of it.</content>
internal sealed partial class ConsensusNode
{
    private readonly Queue<ConsensusEvent> _events = new();
    private Vertex? _unsent;
    private bool _isStepping;

    /// <summary>Takes an event in and carries out what follows.</summary>
    private async ValueTask StepAsync(ConsensusEvent happened)
    {
        _events.Enqueue(happened);
        if (_isStepping)
        {
            return;
        }

        _isStepping = true;
        try
        {
            while (_events.TryDequeue(out ConsensusEvent? next))
            {
                EpochState epoch = _epoch;
                foreach (ConsensusEffect effect in epoch.Engine.Step(next, Now).ToArray())
                {
                    if (!ReferenceEquals(epoch, _epoch))
                    {
                        // The epoch ended within these effects; nothing after its end counts.
                        break;
                    }

                    await CarryAsync(effect).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _isStepping = false;
        }
    }

    private async ValueTask CarryAsync(ConsensusEffect effect)
    {
        switch (effect)
        {
            case ConsensusEffect.Draft draft:
                await DraftAsync(draft).ConfigureAwait(false);
                break;
            case ConsensusEffect.Broadcast broadcast:
                Broadcast(broadcast.Vertex);
                break;
            case ConsensusEffect.Accepted accepted:
                _context.Metrics.Accepted();
                if (accepted.Vertex.Author != _epoch.Self || _obstacle != VotingObstacle.None)
                {
                    _votes.Keep(_epoch, accepted.Vertex);
                }

                break;
            case ConsensusEffect.Request request:
                Ask(request);
                break;
            case ConsensusEffect.Ordered ordered:
                await OrderAsync(ordered).ConfigureAwait(false);
                break;
            case ConsensusEffect.Checkpoint checkpoint:
                await MakeCheckpointAsync(checkpoint.Snapshot).ConfigureAwait(false);
                break;
            case ConsensusEffect.Equivocation equivocation:
                await BanAsync(EquivocationCodec.Make(_epoch.Set, equivocation.First, equivocation.Second)).ConfigureAwait(false);
                break;
            case ConsensusEffect.Forgotten:
                Forget();
                break;
            case ConsensusEffect.WakeAt wake:
                TimeSpan wait = wake.Time - Now;
                _engineTimer?.Change(wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                break;
        }
    }

    private async ValueTask DraftAsync(ConsensusEffect.Draft draft)
    {
        ImmutableArray<Transaction> transactions = _pool.Take(
            _context.Options.MaxVertexPayloadBytes, VertexCodec.MaxTransactions - 1, draft.Round);
        if (await NextCallAsync().ConfigureAwait(false) is Transaction call)
        {
            transactions = transactions.Add(call);
        }

        // In the order of the encoding, which is the one that everybody else reads.
        transactions = [.. transactions.OrderBy(static one => one.Kind)];
        byte[] body = VertexCodec.EncodeBody(
            _epoch.Id, _epoch.Self, draft.Round, draft.Previous, draft.Parents, transactions);
        VertexId id = VertexCodec.IdOf(_context.Hash, body);
        _unsent = new Vertex
        {
            Id = id,
            EpochId = _epoch.Id,
            Author = _epoch.Self,
            Round = draft.Round,
            Previous = draft.Previous,
            Parents = draft.Parents,
            Transactions = transactions,
            Body = body,
            Signature = _context.Signatures.SignVertex(id),
        };
        await WriteUnsentAsync().ConfigureAwait(false);
    }

    /// <summary>Makes the drafted vertex durable; tried again, with the very same vertex, until the disk takes it.</summary>
    private async ValueTask WriteUnsentAsync()
    {
        if (_unsent is not Vertex vertex || _obstacle == VotingObstacle.DiskFailed)
        {
            return;
        }

        try
        {
            await _votes.WriteAsync(_epoch, vertex).ConfigureAwait(false);
        }
        catch (StateStoreException exception)
        {
            SetObstacle(
                exception.Error == StateStoreError.Full ? VotingObstacle.DiskFull : VotingObstacle.DiskFailed, exception.Message);
            return;
        }

        _unsent = null;
        if (_obstacle == VotingObstacle.DiskFull)
        {
            _obstacle = VotingObstacle.None;
            ConsensusLog.VotingBegun(_context.Log, vertex.Round);
        }

        _context.Metrics.Made();
        await StepAsync(new ConsensusEvent.Written(vertex)).ConfigureAwait(false);
        await StepAsync(new ConsensusEvent.Work(HasWork())).ConfigureAwait(false);
    }

    private void Broadcast(Vertex vertex) =>
        _links.Broadcast(
            new ConsensusMessage(ConsensusMessageKind.Vertex) { Items = [VertexCodec.Encode(vertex)] },
            link => _epoch.Set.IndexOf(link.Peer) >= 0);

    private void Ask(ConsensusEffect.Request request)
    {
        ConsensusMessage want = new(ConsensusMessageKind.Want)
        {
            Items = [.. request.Ids.Select(static id => (ReadOnlyMemory<byte>)id.Digest.ToArray())],
        };
        if (request.From is PeerId from && _links.Send(from, want))
        {
            return;
        }

        if (NextValidator() is PeerId other)
        {
            _links.Send(other, want);
        }
    }

    private async ValueTask OrderAsync(ConsensusEffect.Ordered ordered)
    {
        foreach (Vertex vertex in ordered.Vertices)
        {
            PeerId author = _epoch.Set.Validators[vertex.Author].Id;
            ValidatorSet? next = null;
            foreach (Transaction transaction in vertex.Transactions)
            {
                if (transaction.Kind == TransactionKind.EpochCall)
                {
                    next = _epoch.Call(_context.Hash, vertex.Author, transaction.Bytes.Span) ?? next;
                }
                else if (await _order.TakeAsync(transaction, author, vertex.Id, _stop.Token).ConfigureAwait(false) is ProposalId id)
                {
                    _pool.Remove(id);
                }
            }

            if (next is not null)
            {
                await EndEpochAsync(next, ordered.Leader.Round).ConfigureAwait(false);
                return;
            }
        }

        _pool.Revive(ordered.Leader.Round - Protocol.Quorum.VertexRules.Depth);
        await StepAsync(new ConsensusEvent.Work(HasWork())).ConfigureAwait(false);
    }

    /// <summary>Something waits to be carried by a vertex, or is final and waits for a certificate.</summary>
    private bool HasWork() =>
        _epoch.Self >= 0 && (_pool.HasWaiting || _order.Height > _checkpointHeight || _hasCall);

    private void SetObstacle(VotingObstacle obstacle, string detail)
    {
        if (_obstacle != obstacle)
        {
            _obstacle = obstacle;
            ConsensusLog.VotingStopped(_context.Log, obstacle, detail);
        }
    }
}
