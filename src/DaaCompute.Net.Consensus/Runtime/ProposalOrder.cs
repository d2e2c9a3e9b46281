using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>Turns the agreed order of vertices into final proposals: judged by the host's rules, applied, and logged.</summary>
internal sealed class ProposalOrder(ConsensusContext context, FinalizedLog log)
{
    private ProposalLedger _ledger = new(0, default);

    public long Height => _ledger.Height;

    public ContentDigest Chain => _ledger.Chain;

    public bool IsFinal(ProposalId id) => _ledger.Contains(id);

    /// <summary>Begins at a height, with the window of what came before read from the log.</summary>
    public async ValueTask BeginAsync(long height, ContentDigest chain, CancellationToken cancellationToken)
    {
        _ledger = new ProposalLedger(height, chain);
        for (long at = Math.Max(log.Lowest, height - ProposalLedger.Window); at < height; at++)
        {
            if (await log.ReadAsync(at, cancellationToken).ConfigureAwait(false) is LogEntry entry)
            {
                Proposal proposal = entry.Proposal;
                _ledger.Remember(proposal.Id, KeysOf(proposal.Payload, proposal.Proposer), at);
            }
        }
    }

    /// <summary>Gives the host's state what it has not seen of the log.</summary>
    public async ValueTask ReplayAsync(CancellationToken cancellationToken)
    {
        while (context.State is IReplicatedState state && state.NextHeight < Height)
        {
            LogEntry entry = await log.ReadAsync(state.NextHeight, cancellationToken).ConfigureAwait(false)
                ?? throw new ProposalsPrunedException(
                    $"The host's state lacks the proposal of height {state.NextHeight}, of which only those from {log.Lowest} on are kept; "
                    + $"{ConsensusOptions.Path}:{nameof(ConsensusOptions.RetainedProposals)} keeps more.");
            await state.ApplyAsync(entry.Proposal, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what a transaction proposes; null when it proposes nothing that could become final.</summary>
    public (ProposalId Id, PeerId Proposer, ReadOnlyMemory<byte> Payload)? Read(Transaction transaction, PeerId author)
    {
        PeerId proposer = author;
        ReadOnlyMemory<byte> payload = transaction.Bytes;
        if (transaction.Kind == TransactionKind.Forwarded)
        {
            if (!context.Envelopes.TryOpen(ProposalCodec.Domain, transaction.Bytes.Span, out SignedEnvelope? envelope)
                || !envelope.PayloadType.Span.SequenceEqual(ProposalCodec.PayloadType))
            {
                return null;
            }

            proposer = envelope.PublicKey.PeerId;
            payload = envelope.Payload;
        }

        return payload.Length is 0 or > ConsensusLimits.MaxPayloadBytes
            ? null
            : (ProposalCodec.IdOf(context.Hash, payload.Span, proposer), proposer, payload);
    }

    /// <summary>Gives the next transaction of the order its turn.</summary>
    /// <returns>The proposal it was, final or refused; null when it was none.</returns>
    public async ValueTask<ProposalId?> TakeAsync(
        Transaction transaction, PeerId author, VertexId vertex, CancellationToken cancellationToken)
    {
        if (Read(transaction, author) is not (ProposalId id, PeerId proposer, ReadOnlyMemory<byte> payload))
        {
            context.Metrics.Rejected();
            return null;
        }

        ImmutableArray<ConflictKey> keys = KeysOf(payload, proposer);
        if (_ledger.Contains(id))
        {
            return id;
        }

        if (_ledger.Conflicts(keys) || !await IsValidAsync(payload, proposer, cancellationToken).ConfigureAwait(false))
        {
            context.Metrics.Rejected();
            return id;
        }

        // A copy: the log must not keep whole vertices alive.
        await AppendAsync(new Proposal(id, proposer, payload.ToArray(), vertex, Height), keys, cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Appends a proposal that a certificate vouches for.</summary>
    public ValueTask AppendCertifiedAsync(Proposal proposal, CancellationToken cancellationToken) =>
        AppendAsync(proposal, KeysOf(proposal.Payload, proposal.Proposer), cancellationToken);

    /// <summary>What the host's validator says; a host whose code fails refuses.</summary>
    public async ValueTask<bool> IsValidAsync(ReadOnlyMemory<byte> payload, PeerId proposer, CancellationToken cancellationToken)
    {
        if (context.Validator is null)
        {
            return true;
        }

        try
        {
            return await context.Validator.ValidateAsync(payload, proposer, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The host's own code: whatever it throws must not stop agreement.
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            ConsensusLog.HostFailed(context.Log, exception, proposer);
            return false;
        }
    }

    private async ValueTask AppendAsync(Proposal proposal, ImmutableArray<ConflictKey> keys, CancellationToken cancellationToken)
    {
        byte[] encoded = ProposalCodec.Encode(proposal);
        LogEntry entry = new(proposal, encoded, Chain);
        _ledger.Append(proposal.Id, keys, ProposalCodec.Extend(context.Hash, Chain, encoded));
        if (context.State is IReplicatedState state && state.NextHeight == proposal.Height)
        {
            await state.ApplyAsync(proposal, cancellationToken).ConfigureAwait(false);
        }

        log.Append(entry);
        context.Metrics.Final();
    }

    private ImmutableArray<ConflictKey> KeysOf(ReadOnlyMemory<byte> payload, PeerId proposer)
    {
        try
        {
            ImmutableArray<ConflictKey> keys = context.ConflictKeys?.KeysOf(payload, proposer) ?? [];
            return keys.IsDefault ? [] : keys;
        }
#pragma warning disable CA1031 // The host's own code: it must be total; where it is not, a proposal has no keys, here and everywhere.
        catch (Exception exception) when (exception is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            ConsensusLog.HostFailed(context.Log, exception, proposer);
            return [];
        }
    }
}
