using System.Collections.Immutable;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Topology.Diagnostics;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>The specification's <c>propose_change</c>: signs changes, has them signed, and proposes them as one vertex.</summary>
internal sealed class ChangeProposer(
    IPeerNetwork network,
    IConsensus consensus,
    StateKeeper keeper,
    BatchSigner signer,
    EndorsementClient endorsements,
    TimeProvider time,
    ILogger<ChangeProposer> logger)
{
    /// <summary>Observers that are asked beyond those needed, since some may not answer.</summary>
    private const int SpareObservers = 4;

    /// <summary>Proposes one change.</summary>
    /// <exception cref="ProposalRejectedException">It breaks a rule, or somebody who has to sign does not.</exception>
    public async ValueTask<ProposalId> ProposeAsync(TopologyChange change, CancellationToken cancellationToken)
    {
        NetworkState state = keeper.Current;
        ImmutableArray<EndorsedStatement> endorsed = await EndorseAsync(state, [change], cancellationToken).ConfigureAwait(false);
        return endorsed.IsEmpty
            ? throw new ProposalRejectedException(
                $"{change} lacks the signature of one who has to give it, or names a node that is no member.")
            : await SendAsync(endorsed, cancellationToken).ConfigureAwait(false)
                ?? throw new ProposalRejectedException($"{change} is not valid on the agreed state: {Verdict(endorsed[0])}.");
    }

    /// <summary>Proposes what is valid of several changes; what is not is left out.</summary>
    /// <returns>The changes that were proposed.</returns>
    public async ValueTask<ImmutableArray<TopologyChange>> ProposeAsync(
        IReadOnlyList<TopologyChange> changes, CancellationToken cancellationToken)
    {
        NetworkState state = keeper.Current;
        ImmutableArray<EndorsedStatement> endorsed = await EndorseAsync(state, changes, cancellationToken).ConfigureAwait(false);
        ImmutableArray<EndorsedStatement> valid =
            [.. endorsed.Where(statement => Verdict(statement) == ChangeVerdict.Valid)];
        if (valid.IsEmpty || await SendAsync(valid, cancellationToken).ConfigureAwait(false) is null)
        {
            return [];
        }

        return [.. valid.Select(statement => statement.Statement.Change)];
    }

    /// <summary>Gets every statement signed by those who have to; statements that cannot be are left out.</summary>
    private async ValueTask<ImmutableArray<EndorsedStatement>> EndorseAsync(
        NetworkState state, IReadOnlyList<TopologyChange> changes, CancellationToken cancellationToken)
    {
        TopologyStatement[] statements =
        [
            .. from change in changes
               let sequence = TopologyRules.NextSequence(state, ChangeSubject.Of(change))
               where sequence is not null
               select new TopologyStatement(change, sequence.Value, state.Height + 1 + state.Limits.Window),
        ];
        TopologyStatement[] own = [.. statements.Where(statement => IsSigner(state, statement.Change))];
        ImmutableArray<DetachedEndorsement> signed = own.Length == 0 ? [] : signer.Sign(own);
        EndorsedStatement?[] endorsed = await Task.WhenAll(statements.Select(statement =>
        {
            int place = Array.IndexOf(own, statement);
            return EndorseAsync(state, statement, place < 0 ? null : signed[place], cancellationToken);
        })).ConfigureAwait(false);
        return [.. endorsed.OfType<EndorsedStatement>()];
    }

    private async Task<EndorsedStatement?> EndorseAsync(
        NetworkState state, TopologyStatement statement, DetachedEndorsement? own, CancellationToken cancellationToken)
    {
        PeerId self = network.LocalPeer.Id;
        switch (statement.Change)
        {
            case LinkEstablished link when own is not null:
                PeerId other = link.From == self ? link.To : link.From;
                DetachedEndorsement? theirs = await endorsements.AskAsync(other, statement, cancellationToken).ConfigureAwait(false);
                return theirs is null ? null : new EndorsedStatement(statement, [own, theirs]);
            case NodeLeft { Graceful: false }:
                return await GatherAsync(state, statement, own, cancellationToken).ConfigureAwait(false);
            default:
                return own is null ? null : new EndorsedStatement(statement, [own]);
        }
    }

    /// <summary>Asks validators until enough of them have seen the same.</summary>
    private async Task<EndorsedStatement?> GatherAsync(
        NetworkState state, TopologyStatement statement, DetachedEndorsement? own, CancellationToken cancellationToken)
    {
        List<DetachedEndorsement> gathered = own is null ? [] : [own];
        int needed = state.Electorate.Observers;
        ImmutableArray<PeerId> others =
        [
            .. state.Electorate.Validators.Where(validator => validator != network.LocalPeer.Id
                && validator != ChangeSubject.Of(statement.Change).First
                && state.Members.ContainsKey(validator)),
        ];
        for (int asked = 0; gathered.Count < needed && asked < others.Length;)
        {
            int count = Math.Min(others.Length - asked, needed - gathered.Count + SpareObservers);
            DetachedEndorsement?[] answers = await Task.WhenAll(others.AsSpan().Slice(asked, count).ToArray().Select(validator =>
                endorsements.AskAsync(validator, statement, cancellationToken).AsTask())).ConfigureAwait(false);
            gathered.AddRange(answers.OfType<DetachedEndorsement>());
            asked += count;
        }

        return gathered.Count < needed ? null : new EndorsedStatement(statement, [.. gathered.Take(needed)]);
    }

    private bool IsSigner(NetworkState state, TopologyChange change)
    {
        PeerId self = network.LocalPeer.Id;
        return change switch
        {
            NodeJoined joined => joined.Node.Id == self,
            NodeLeft { Graceful: true } left => left.NodeId == self,
            NodeLeft left => left.NodeId != self && state.Electorate.Validators.Contains(self),
            LinkEstablished link => link.From == self || link.To == self,
            LinkFailed link => link.From == self || link.To == self,
            _ => false,
        };
    }

    private ChangeVerdict Verdict(EndorsedStatement statement)
    {
        NetworkState state = keeper.Current;
        NetworkStateVertex vertex = Build(state, [statement]);
        return TopologyRules.Check(state, keeper.Proof.Prove(vertex, state)[0]);
    }

    private NetworkStateVertex Build(NetworkState state, ImmutableArray<EndorsedStatement> statements)
    {
        (ImmutableArray<SignedChange> changes, ImmutableArray<BatchSignature> signatures) = VertexProof.Assemble(statements);
        return new NetworkStateVertex(
            state.Height, default, (ulong)Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds()), changes, signatures);
    }

    /// <summary>Proposes statements on the newest state; null when one of them is not valid on it.</summary>
    private async ValueTask<ProposalId?> SendAsync(
        ImmutableArray<EndorsedStatement> statements, CancellationToken cancellationToken)
    {
        NetworkState state = keeper.Current;
        NetworkStateVertex vertex = Build(state, statements);
        NetworkState result = state.Apply(keeper.Proof.Prove(vertex, state), out ImmutableArray<ChangeVerdict> verdicts);
        if (verdicts.Any(verdict => verdict != ChangeVerdict.Valid))
        {
            return null;
        }

        byte[] payload = VertexCodec.Encode(vertex with { ResultDigest = result.Digest });
        TopologyLog.Proposed(logger, statements.Length, state.Height);
        return await consensus.ProposeAsync(payload, cancellationToken).ConfigureAwait(false);
    }
}
