using System.Collections.Immutable;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Topology.Clustering;
using DaaCompute.Net.Topology.State;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>The parts of the topology as one.</summary>
internal sealed class NetworkTopology(
    StateKeeper keeper,
    TopologyConsensus agreement,
    ChangeProposer proposer,
    IPeerObserver observer,
    IConsensus consensus) : INetworkTopology
{
    private NetworkSnapshot? _snapshot;

    public ImmutableArray<NodeInfo> Members => State.Members;

    public NetworkSnapshot State
    {
        get
        {
            NetworkState state = keeper.Current;
            ConsensusProof? proof = consensus.LatestProof;
            NetworkSnapshot? known = Volatile.Read(ref _snapshot);
            if (known is null || known.Height != state.Height || known.Digest != state.Digest || known.Proof != proof)
            {
                known = new NetworkSnapshot(
                    state.Height,
                    state.Electorate.Epoch,
                    state.Digest,
                    [.. state.Members.Values.Select(member => member.Info)],
                    [.. state.LinksUp().Select(link => new NetworkLink(link.Ends.First, link.Ends.Second!, link.Link.LatencyMs))],
                    proof);
                Volatile.Write(ref _snapshot, known);
            }

            return known;
        }
    }

    public PeerStatus StatusOf(PeerId peer) => observer.StatusOf(peer);

    public ValueTask<ProposalId> ProposeChangeAsync(TopologyChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return proposer.ProposeAsync(change, cancellationToken);
    }

    public ValueTask<ISubscription<AgreedChange>> SubscribeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(agreement.Subscribe());
    }

    public ValueTask<ImmutableArray<LatencyCluster>> OptimizeClustersAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(TopologyPlanner.Cluster(keeper.Current));
    }

    public ValueTask<AllReduceTopology> OptimizeForAllReduceAsync(
        ImmutableArray<PeerId> members, CancellationToken cancellationToken = default)
    {
        if (members.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A ring needs a member.", nameof(members));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(TopologyPlanner.Ring(keeper.Current, members));
    }
}
