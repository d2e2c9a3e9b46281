using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>The one contract of connections, kept by the transport and by what stands for it in large simulations.</summary>
internal sealed class ContractScenario : IScenario
{
    private const int Parties = 3;

    public string Name => "contract";

    public string Summary => "Real connections and simulated ones keep one contract: streams, identity, faults, ends.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        WholeNodes nodes = new(cluster, Configure, number => number > Parties);
        bool started = await cluster.RunUntilAsync(() => nodes.Running.Length == cluster.Nodes.Length, TimeSpan.FromMinutes(1));
        cluster.Require(started, "a node did not start");
        await Task.WhenAll(
            new PeerContract(cluster, nodes, "real", 1, 2, 3).RunAsync(),
            new PeerContract(cluster, nodes, "simulated", Parties + 1, Parties + 2, Parties + 3).RunAsync());
        await nodes.StopAsync();
    }

    private static void Configure(DaaComputeNetworkBuilder builder) => builder
        .ConfigureConnectionStrategy(strategy => strategy.Enabled = false)
        .AddProtocol<EchoProtocol>()
        .AddProtocol<DeafProtocol>()
        .AddProtocol<FailingProtocol>();
}
