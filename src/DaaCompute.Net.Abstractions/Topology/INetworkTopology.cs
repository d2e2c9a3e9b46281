using System.Collections.Immutable;
using DaaCompute.Net.Consensus;

namespace DaaCompute.Net.Topology;

/// <summary>The network's shape: who belongs to it, who is near whom, how to arrange an all-reduce.</summary>
public interface INetworkTopology
{
    /// <summary>The members of the agreed state, in the order of their ids.</summary>
    ImmutableArray<NodeInfo> Members { get; }

    /// <summary>The agreed state as this node has it.</summary>
    NetworkSnapshot State { get; }

    /// <summary>What this node's failure detector believes of a peer.</summary>
    /// <param name="peer">The peer.</param>
    PeerStatus StatusOf(PeerId peer);

    /// <summary>
    /// Proposes a change of the agreed state: signs it, asks the others who have to sign it for their signatures, and hands
    /// it to consensus. A node's own join, leave, links and failures are proposed without being asked for.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The id under which it becomes final, unless a rival does before it.</returns>
    /// <exception cref="ProposalRejectedException">It breaks a rule, or one of those who have to sign refuses.</exception>
    ValueTask<ProposalId> ProposeChangeAsync(TopologyChange change, CancellationToken cancellationToken = default);

    /// <summary>Subscribes to changes as they are applied, in the one order. Slow readers lose the oldest.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<ISubscription<AgreedChange>> SubscribeAsync(CancellationToken cancellationToken = default);

    /// <summary>Measures, clusters, and hands the result down to dialling and routing.</summary>
    /// <param name="cancellationToken">Ends the measurement.</param>
    ValueTask<ImmutableArray<LatencyCluster>> OptimizeClustersAsync(CancellationToken cancellationToken = default);

    /// <summary>Arranges members for all-reduce: the ring with the fastest slowest link, chords, shares.</summary>
    /// <param name="members">The members; every one of them computes the same arrangement.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    ValueTask<AllReduceTopology> OptimizeForAllReduceAsync(
        ImmutableArray<PeerId> members, CancellationToken cancellationToken = default);
}
