using DaaCompute.Net.Storage;
using DaaCompute.Net.Storage.Tests;

namespace DaaCompute.Net.Simulation.Tests.Storage;

public sealed class SimulatedStateStoreContractTests : StateStoreContract, IDisposable
{
    private readonly SteppedWorld _world = new(nodes: 1);

    public SimulatedStateStoreContractTests() => _world.Cluster.Nodes[0].Start(_ => Task.CompletedTask);

    protected override IStateStore Store => _world.Cluster.Nodes[0].Process!.StateStore;

    public void Dispose() => _world.Dispose();

    protected override void Settle() => _world.RunFor(TimeSpan.FromMinutes(1));
}
