using DaaCompute.Net.Simulation;
using DaaCompute.Net.TestKit;

namespace DaaCompute.Net.Sim.Scenarios.Consensus;

/// <summary>The second implementation of consensus under faults; node 1 leads, and its disk is its memory.</summary>
internal sealed class SingleLeaderScenario : TestKit.ConsensusScenario
{
    public override string Name => "single-leader";

    protected override void UseConsensus(IDaaComputeBuilder builder, SimulatedCluster cluster, SimulatedProcess process) =>
        builder.UseSingleLeader(process.Number == 1 ? null : cluster.Nodes[0].Address);
}
