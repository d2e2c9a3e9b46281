using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Consensus.Runtime;

/// <content>What peers ask for, what they answer, and catching up.</content>
internal sealed partial class ConsensusNode
{
    private async ValueTask AnswerAsync(PeerId peer, ConsensusMessage message)
    {
        switch (message.Kind)
        {
            case ConsensusMessageKind.Hello:
                await TakeHelloAsync(peer, message).ConfigureAwait(false);
                break;
            case ConsensusMessageKind.Want:
                foreach (ReadOnlyMemory<byte> item in message.Items.Where(static item => item.Length == ContentDigest.Size))
                {
                    VertexId id = new(new ContentDigest(item.Span));
                    SendVertex(peer, _epoch.Engine.Find(id) ?? _previousEpoch?.Engine.Find(id));
                }

                break;
            case ConsensusMessageKind.WantRounds:
                AnswerRounds(peer, message.Round);
                break;
            case ConsensusMessageKind.WantProposals:
                await AnswerProposalsAsync(peer, message.Height).ConfigureAwait(false);
                break;
            case ConsensusMessageKind.Proposals:
                await TakeProposalsAsync(peer, message).ConfigureAwait(false);
                break;
            case ConsensusMessageKind.WantSnapshot:
                SendSnapshot(peer);
                break;
            case ConsensusMessageKind.WantKeys:
                _links.Send(peer, new ConsensusMessage(ConsensusMessageKind.Keys)
                {
                    Items = [.. _epoch.Set.Validators.Select(one => _context.Signatures.FindKey(one.Id)).OfType<PeerPublicKey>()
                        .Select(static key => key.Encoded)],
                });
                break;
            case ConsensusMessageKind.WantEpoch
                when await _votes.ReadEpochEndAsync(message.Epoch, _stop.Token).ConfigureAwait(false) is ReadOnlyMemory<byte> end
                    && ConsensusCodec.TryDecode(end, out ConsensusMessage? stored):
                _links.Send(peer, stored);
                break;
        }
    }

    private async ValueTask TakeHelloAsync(PeerId peer, ConsensusMessage hello)
    {
        if (_links.Find(peer) is not PeerLink link)
        {
            return;
        }

        link.Position = new PeerPosition(hello.Epoch, hello.Round, hello.Height);
        int author = _epoch.Set.IndexOf(peer);
        if (hello.Digest == _epoch.Id && author >= 0)
        {
            _reports[author] = hello.Round;
            await BeginVotingAsync().ConfigureAwait(false);
        }

        // Only what is certain of all that is before it is worth a peer's while.
        if (hello.Digest == _epoch.Id && _proof is not null && _proof.Epoch == _epoch.Set.Epoch && hello.Height < _proof.Height)
        {
            _links.Send(peer, CertificateMessage(_proof.Encoded));
        }
    }

    private void SendVertex(PeerId peer, Vertex? vertex)
    {
        if (vertex is not null)
        {
            _links.Send(peer, new ConsensusMessage(ConsensusMessageKind.Vertex) { Items = [VertexCodec.Encode(vertex)] });
        }
    }

    private void AnswerRounds(PeerId peer, long round)
    {
        if (round < _epoch.Engine.Floor)
        {
            SendSnapshot(peer);
            return;
        }

        int bytes = 0;
        foreach (Vertex vertex in _epoch.Engine.VerticesFrom(round))
        {
            bytes += vertex.Body.Length + vertex.Signature.Length;
            if (bytes > MaxAnswerBytes)
            {
                return;
            }

            SendVertex(peer, vertex);
        }
    }

    private void SendSnapshot(PeerId peer)
    {
        if (_certified is (_, ReadOnlyMemory<byte> encoded, EngineSnapshot snapshot))
        {
            _links.Send(peer, new ConsensusMessage(ConsensusMessageKind.Snapshot) { Items = [encoded, SnapshotCodec.Encode(snapshot)] });
        }
    }

    private async ValueTask AnswerProposalsAsync(PeerId peer, long height)
    {
        height = Math.Max(height, _log.Lowest);
        ImmutableArray<ReadOnlyMemory<byte>>.Builder items = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        ContentDigest before = default;
        int bytes = 0;
        for (long at = height; bytes < MaxAnswerBytes && items.Count < ConsensusCodec.MaxItems; at++)
        {
            if (await _log.ReadAsync(at, _stop.Token).ConfigureAwait(false) is not LogEntry entry)
            {
                break;
            }

            before = items.Count == 0 ? entry.ChainBefore : before;
            bytes += entry.Encoded.Length;
            items.Add(entry.Encoded);
        }

        if (items.Count > 0)
        {
            _links.Send(peer, new ConsensusMessage(ConsensusMessageKind.Proposals)
            {
                Height = height,
                Digest = before,
                Items = items.ToImmutable(),
            });
        }
    }

    /// <summary>A verified certificate of a peer's.</summary>
    private async ValueTask LearnCertificateAsync(PeerId peer, Certificate certificate, ReadOnlyMemory<byte> encoded)
    {
        if (!IsNewer(certificate.Statement))
        {
            return;
        }

        if (certificate.Statement.Height <= _order.Height)
        {
            await TakeCertificateAsync(certificate, encoded, isOurs: false).ConfigureAwait(false);
        }
        else if (_epoch.Self < 0)
        {
            await CatchUpAsync(peer, new CatchUp(certificate, encoded)).ConfigureAwait(false);
        }
        else if (certificate.Statement.Round > _epoch.Engine.DecidedRound + Protocol.Quorum.VertexRules.Depth)
        {
            // Too far behind for vertices alone.
            _links.Send(peer, new ConsensusMessage(ConsensusMessageKind.WantSnapshot));
        }
    }

    /// <summary>Begins to fetch what a verified certificate covers.</summary>
    private async ValueTask CatchUpAsync(PeerId peer, CatchUp wanted)
    {
        CheckpointStatement statement = wanted.Certificate.Statement;
        if (_catchUp is not null
            || (wanted.Snapshot is not null && statement.Round <= _epoch.Engine.DecidedRound)
            || (wanted.Snapshot is null && wanted.Next is null && statement.Height <= _order.Height)
            || statement.Height < _order.Height)
        {
            return;
        }

        wanted.From = _order.Height;
        wanted.ChainBefore = _order.Chain;
        _catchUp = wanted;
        await GoOnAsync(peer).ConfigureAwait(false);
    }

    private async ValueTask GoOnAsync(PeerId peer)
    {
        CatchUp catchUp = _catchUp!;
        if (catchUp.NextHeight >= catchUp.Certificate.Statement.Height)
        {
            await FinishCatchUpAsync().ConfigureAwait(false);
            return;
        }

        catchUp.Source = peer;
        catchUp.AskedAt = Now;
        _links.Send(peer, new ConsensusMessage(ConsensusMessageKind.WantProposals) { Height = catchUp.NextHeight });
    }

    private async ValueTask TakeProposalsAsync(PeerId peer, ConsensusMessage message)
    {
        if (_catchUp is not CatchUp catchUp || catchUp.Source != peer)
        {
            return;
        }

        if (message.Height != catchUp.NextHeight)
        {
            if (catchUp.Fetched.Count > 0 || message.Height <= catchUp.From)
            {
                return;
            }

            // The peer keeps less than was asked for: what is before its first one is taken on the certificate's word.
            catchUp.From = message.Height;
            catchUp.ChainBefore = message.Digest;
        }

        foreach (ReadOnlyMemory<byte> item in message.Items)
        {
            if (catchUp.NextHeight < catchUp.Certificate.Statement.Height)
            {
                catchUp.Fetched.Add(item);
                catchUp.Bytes += item.Length;
            }
        }

        if (catchUp.Bytes > CatchUp.MaxBytes)
        {
            _catchUp = null;
            return;
        }

        await GoOnAsync(peer).ConfigureAwait(false);
    }

    /// <summary>Everything under the certificate is here: if the hash chain fits, it becomes final here as well.</summary>
    private async ValueTask FinishCatchUpAsync()
    {
        CatchUp catchUp = _catchUp!;
        _catchUp = null;
        List<Proposal> proposals = [];
        ContentDigest chain = catchUp.ChainBefore;
        foreach (ReadOnlyMemory<byte> encoded in catchUp.Fetched)
        {
            if (!ProposalCodec.TryDecode(_context.Hash, encoded.Span, catchUp.From + proposals.Count, out Proposal? proposal))
            {
                return;
            }

            proposals.Add(proposal);
            chain = ProposalCodec.Extend(_context.Hash, chain, encoded.Span);
        }

        CheckpointStatement statement = catchUp.Certificate.Statement;
        if (chain != statement.Chain || catchUp.From < _order.Height)
        {
            // Forged by whoever sent it, or overtaken meanwhile.
            return;
        }

        if (catchUp.From > _order.Height)
        {
            _log.Begin(catchUp.From, catchUp.From);
            await _order.BeginAsync(catchUp.From, catchUp.ChainBefore, _stop.Token).ConfigureAwait(false);
        }

        foreach (Proposal proposal in proposals)
        {
            await _order.AppendCertifiedAsync(proposal, _stop.Token).ConfigureAwait(false);
            _pool.Remove(proposal.Id);
        }

        await ResumeAsync(catchUp, statement).ConfigureAwait(false);
    }

    private async ValueTask ResumeAsync(CatchUp catchUp, CheckpointStatement statement)
    {
        if (catchUp.Next is ValidatorSet next)
        {
            EpochState ended = _epoch;
            ended.Next = next;
            foreach (Validator validator in next.Validators.Where(static one => one.Key is not null))
            {
                _context.Signatures.Learn(validator.Key!);
            }

            BeginEpoch(ended, new EpochStart(next, _order.Height, _order.Chain));
            await TakeCertificateAsync(catchUp.Certificate, catchUp.Encoded, isOurs: false).ConfigureAwait(false);
            await BeginVotingAsync().ConfigureAwait(false);
            return;
        }

        if (catchUp.Snapshot is EngineSnapshot snapshot)
        {
            OwnVote? last = _epoch.Engine.OwnRound > 0 ? new OwnVote(_epoch.Engine.OwnRound, _epoch.Engine.OwnLast) : _lastVote;
            EpochState resumed = new(_context, _epoch.Start, snapshot, last);
            _epoch = resumed;
            _unsent = null;
            _events.Clear();
            _snapshots[statement.Round] = snapshot;
            foreach (EquivocationProof proof in _equivocations.Values)
            {
                resumed.Engine.Step(new ConsensusEvent.Ban(resumed.Set.IndexOf(proof.Offender)), Now);
            }

            ConsensusLog.Resumed(_context.Log, _order.Height, snapshot.DecidedRound);
            if (_isVoting)
            {
                _events.Enqueue(new ConsensusEvent.Voting((last?.Round ?? 0) + 1));
            }
        }

        _checkpointHeight = _order.Height;
        _checkpointRound = catchUp.Snapshot?.DecidedRound ?? _checkpointRound;
        KeepCheckpoint(catchUp.Snapshot ?? EngineSnapshot.Genesis);
        await TakeCertificateAsync(catchUp.Certificate, catchUp.Encoded, isOurs: false).ConfigureAwait(false);
        await StepAsync(new ConsensusEvent.Work(HasWork())).ConfigureAwait(false);
    }
}
