using System.Threading.Channels;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Consensus.Runtime;

/// <content>Frames of peers, checked before they come to the mailbox. Runs on the streams' own tasks.</content>
internal sealed partial class ConsensusNode
{
    /// <summary>Reads what a peer sends on its stream, as long as it is open.</summary>
    /// <exception cref="ProtocolViolationException">The peer broke the protocol; its stream is reset.</exception>
    public async ValueTask ReadAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        PeerId peer = stream.Connection.RemotePeer.Id;
        if (_links.IsBanned(peer))
        {
            return;
        }

        LearnKey(stream.Connection.RemoteKey);
        try
        {
            FrameReader reader = new(stream.Input);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is ReadOnlyMemory<byte> frame)
            {
                if (!ConsensusCodec.TryDecode(frame, out ConsensusMessage? message))
                {
                    throw new ProtocolViolationException("A consensus frame is malformed.");
                }

                if (Check(peer, message) is Func<ValueTask> work)
                {
                    await _mailbox.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    _context.Metrics.Refused();
                }
            }
        }
        catch (ProtocolViolationException exception)
        {
            ConsensusLog.ProtocolViolated(_context.Log, peer, exception.Message);
            throw;
        }
        catch (ChannelClosedException)
        {
            // The node stops.
        }
    }

    private void LearnKey(PeerPublicKey key)
    {
        if (_epoch.Set.IndexOf(key.PeerId) >= 0 || _previousEpoch?.Set.IndexOf(key.PeerId) >= 0)
        {
            _context.Signatures.Learn(key);
        }
    }

    /// <summary>What to do about a message; null when it is refused.</summary>
    private Func<ValueTask>? Check(PeerId peer, ConsensusMessage message)
    {
        switch (message.Kind)
        {
            case ConsensusMessageKind.Vertex:
                return CheckVertex(peer, message.Item);
            case ConsensusMessageKind.Share:
                return CheckShare(message);
            case ConsensusMessageKind.Certificate:
                return CheckCertificate(peer, message.Item);
            case ConsensusMessageKind.Snapshot when message.Items.Length == 2:
                return CheckSnapshot(peer, message);
            case ConsensusMessageKind.EpochEnd when message.Items.Length == 2:
                return CheckEpochEnd(peer, message);
            case ConsensusMessageKind.Equivocation:
                return _verifier.TryVerifyEquivocation(message.Item.ToArray(), _epoch.Set, out EquivocationProof? proof)
                    ? () => BanAsync(proof)
                    : null;
            case ConsensusMessageKind.Propose:
                return CheckProposal(peer, message.Item);
            case ConsensusMessageKind.Keys:
                foreach (ReadOnlyMemory<byte> item in message.Items)
                {
                    if (PeerPublicKey.TryDecode(item.Span, out PeerPublicKey? key))
                    {
                        LearnKey(key);
                    }
                }

                return static () => ValueTask.CompletedTask;
            default:
                return () => AnswerAsync(peer, message);
        }
    }

    private Func<ValueTask>? CheckVertex(PeerId peer, ReadOnlyMemory<byte> encoded)
    {
        if (!VertexCodec.TryDecode(_context.Hash, encoded, out Vertex? vertex))
        {
            throw new ProtocolViolationException("A vertex is malformed.");
        }

        EpochState epoch = _epoch;
        if (vertex.EpochId != epoch.Id || vertex.Author >= epoch.Set.Count || epoch.Set.IndexOf(peer) < 0)
        {
            return null;
        }

        return _context.Signatures.IsSigned(vertex, epoch.Set.Validators[vertex.Author].Id)
            ? () => vertex.EpochId == _epoch.Id ? StepAsync(new ConsensusEvent.Received(peer, vertex)) : ValueTask.CompletedTask
            : null;
    }

    private Func<ValueTask>? CheckShare(ConsensusMessage message)
    {
        if (message.Items.Length != 2 || !CertificateCodec.TryDecodeStatement(message.Item.Span, out CheckpointStatement? statement))
        {
            throw new ProtocolViolationException("A checkpoint share is malformed.");
        }

        EpochState? epoch = statement.EpochId == _epoch.Id ? _epoch
            : statement.EpochId == _previousEpoch?.Id ? _previousEpoch : null;
        if (epoch is null || message.Round >= epoch.Set.Count)
        {
            return null;
        }

        int author = (int)message.Round;
        PeerPublicKey? key = _context.Signatures.FindKey(epoch.Set.Validators[author].Id);
        ReadOnlyMemory<byte> signature = message.Items[1].ToArray();
        return _context.Signatures.IsCheckpointSigned(message.Item.Span, key, signature.Span)
            ? () => AddShareAsync(epoch, statement, author, signature)
            : null;
    }

    private Func<ValueTask>? CheckCertificate(PeerId peer, ReadOnlyMemory<byte> encoded)
    {
        if (!CertificateCodec.TryDecode(encoded.Span, out Certificate? certificate))
        {
            throw new ProtocolViolationException("A certificate is malformed.");
        }

        EpochState epoch = _epoch;
        if (certificate.Statement.EpochId != epoch.Id || certificate.Statement.NextSet != default
            || !_context.Signatures.IsCertified(certificate, epoch.Set))
        {
            return null;
        }

        byte[] copy = encoded.ToArray();
        return () => ReferenceEquals(epoch, _epoch) ? LearnCertificateAsync(peer, certificate, copy) : ValueTask.CompletedTask;
    }

    private Func<ValueTask>? CheckSnapshot(PeerId peer, ConsensusMessage message)
    {
        EpochState epoch = _epoch;
        if (!CertificateCodec.TryDecode(message.Items[0].Span, out Certificate? certificate)
            || !SnapshotCodec.TryDecode(message.Items[1].Span, out EngineSnapshot? snapshot)
            || certificate.Statement.Round != snapshot.DecidedRound
            || certificate.Statement.Resume != ResumeOf(snapshot))
        {
            throw new ProtocolViolationException("A snapshot is not what its certificate says.");
        }

        if (certificate.Statement.EpochId != epoch.Id || !_context.Signatures.IsCertified(certificate, epoch.Set))
        {
            return null;
        }

        byte[] copy = message.Items[0].ToArray();
        return () => ReferenceEquals(epoch, _epoch)
            ? CatchUpAsync(peer, new CatchUp(certificate, copy) { Snapshot = snapshot })
            : ValueTask.CompletedTask;
    }

    private Func<ValueTask>? CheckEpochEnd(PeerId peer, ConsensusMessage message)
    {
        EpochState epoch = _epoch;
        if (!CertificateCodec.TryDecode(message.Items[0].Span, out Certificate? certificate)
            || !ValidatorSetCodec.TryDecode(message.Items[1].Span, out ValidatorSet? next)
            || certificate.Statement.NextSet != ValidatorSetCodec.DigestOf(_context.Hash, next))
        {
            throw new ProtocolViolationException("The end of an epoch is not what its certificate says.");
        }

        if (certificate.Statement.EpochId != epoch.Id || next.Epoch != epoch.Set.Epoch + 1
            || !_context.Signatures.IsCertified(certificate, epoch.Set))
        {
            return null;
        }

        byte[] copy = message.Items[0].ToArray();
        return () => ReferenceEquals(epoch, _epoch)
            ? CatchUpAsync(peer, new CatchUp(certificate, copy) { Next = next })
            : ValueTask.CompletedTask;
    }

    private Func<ValueTask>? CheckProposal(PeerId peer, ReadOnlyMemory<byte> envelope)
    {
        Transaction transaction = new(TransactionKind.Forwarded, envelope.ToArray());
        return _epoch.Self >= 0 && _order.Read(transaction, peer) is (ProposalId id, PeerId proposer, ReadOnlyMemory<byte> payload)
            && payload.Length <= _context.Options.MaxPayloadBytes
                ? () => AcceptForwardedAsync(transaction, id, proposer, payload)
                : null;
    }
}
