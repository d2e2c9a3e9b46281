namespace DaaCompute.Net.TestKit.Tests;

/// <summary>The second implementation keeps the contract that it was made to try.</summary>
public sealed class SingleLeaderConsensusTests : ConsensusContract
{
    protected override void UseConsensus(IDaaComputeBuilder builder, ContractNode node) =>
        builder.UseSingleLeader(node.Number == 1 ? null : node.Addresses[0]);
}
