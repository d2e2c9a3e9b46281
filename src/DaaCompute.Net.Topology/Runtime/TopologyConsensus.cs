using System.Collections.Immutable;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Topology.Diagnostics;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>
/// The specification's <c>NetworkTopologyConsensus</c>, as consensus sees it: says what a vertex lays claim to, judges it by
/// the state that all earlier ones left, and takes it in.
/// </summary>
/// <remarks>
/// Where nothing came between the proposer's state and this one, everything has to be valid and the digest has to be the one
/// that is claimed. Otherwise some change may have lost to a rival that was earlier in the order; the vertex is worth its
/// place when one of its changes holds, and the others are left out alike on every replica. A payload that is no vertex is
/// left to those who know it; it takes a height.
/// </remarks>
internal sealed class TopologyConsensus : IProposalValidator, IConflictKeys, IReplicatedState
{
    private readonly StateKeeper _keeper;
    private readonly StateVault _vault;
    private readonly TopologyMetrics _metrics;
    private readonly ILogger<TopologyConsensus> _logger;
    private readonly ChangeFeed _feed;

    public TopologyConsensus(
        StateKeeper keeper,
        StateVault vault,
        IOptions<TopologyOptions> options,
        TopologyMetrics metrics,
        ILogger<TopologyConsensus> logger)
    {
        _keeper = keeper;
        _vault = vault;
        _metrics = metrics;
        _logger = logger;
        _feed = new ChangeFeed(options.Value.SubscriptionCapacity);
        metrics.State = () => keeper.Current;
    }

    public long NextHeight => _keeper.Current.Height + 1;

    public ISubscription<AgreedChange> Subscribe() => _feed.Subscribe();

    /// <summary>Ends the subscriptions.</summary>
    public void Complete() => _feed.Complete();

    public ImmutableArray<ConflictKey> KeysOf(ReadOnlyMemory<byte> payload, PeerId proposer) =>
        VertexCodec.TryDecode(payload, out NetworkStateVertex? vertex)
            ? [.. vertex.Changes.Select(change => change.Statement.ConflictKey).Distinct()]
            : [];

    public ValueTask<bool> ValidateAsync(
        ReadOnlyMemory<byte> payload, PeerId proposer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string? fault = VertexCodec.IsVertex(payload.Span) ? FindFault(payload) : null;
        if (fault is not null)
        {
            _metrics.Refused(fault);
            TopologyLog.ProposalRefused(_logger, proposer, fault);
        }

        return ValueTask.FromResult(fault is null);
    }

    public async ValueTask ApplyAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        if (proposal.Height < NextHeight)
        {
            return;
        }

        if (proposal.Height > NextHeight)
        {
            throw new InvalidOperationException(
                $"Proposals {NextHeight} to {proposal.Height - 1} are missing: the agreed state takes them in one by one.");
        }

        NetworkState state = _keeper.Advance(
            proposal.Payload, out ImmutableArray<(TopologyChange Change, ChangeVerdict Verdict)> changes);
        await _vault.SaveAsync(state, cancellationToken).ConfigureAwait(false);
        foreach ((TopologyChange change, ChangeVerdict verdict) in changes)
        {
            Tell(state, change, verdict);
        }
    }

    private string? FindFault(ReadOnlyMemory<byte> payload)
    {
        if (!VertexCodec.TryDecode(payload, out NetworkStateVertex? vertex))
        {
            return "malformed";
        }

        NetworkState state = _keeper.Current;
        NetworkState result = state.Apply(_keeper.Proof.Prove(vertex, state), out ImmutableArray<ChangeVerdict> verdicts);
        ChangeVerdict fault = verdicts.FirstOrDefault(verdict => verdict != ChangeVerdict.Valid);
        if (vertex.BaseHeight != state.Height)
        {
            return verdicts.Contains(ChangeVerdict.Valid) ? null : fault.ToString();
        }

        return fault != ChangeVerdict.Valid ? fault.ToString()
            : result.Digest != vertex.ResultDigest ? "wrong-digest" : null;
    }

    private void Tell(NetworkState state, TopologyChange change, ChangeVerdict verdict)
    {
        _metrics.Applied(change, verdict);
        if (verdict != ChangeVerdict.Valid)
        {
            TopologyLog.ChangeLeftOut(_logger, state.Height, change, verdict);
            return;
        }

        switch (change)
        {
            case NodeJoined joined:
                TopologyLog.Joined(_logger, joined.Node.Id, state.Members.Count, state.Height);
                break;
            case NodeLeft left:
                TopologyLog.Left(_logger, left.NodeId, state.Members.Count, state.Height, left.Graceful);
                break;
        }

        _feed.Publish(new AgreedChange(state.Height, change));
    }
}
