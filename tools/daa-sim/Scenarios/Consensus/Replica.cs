using DaaCompute.Net.Consensus;

namespace DaaCompute.Net.Sim.Scenarios.Consensus;

/// <summary>What one node has said is final, over all its processes.</summary>
internal sealed class Replica
{
    /// <summary>The final proposals by height.</summary>
    public List<ProposalId> Final { get; } = [];

    /// <summary>Consensus of the process that runs now, or null.</summary>
    public IConsensus? Running { get; set; }
}
