namespace DaaCompute.Net.Topology.Runtime;

/// <summary>Reads the agreed state from the disk a layer below consensus, which asks at its start how far it goes.</summary>
internal sealed class StateLoading(StateVault vault) : ILayerService
{
    public NetworkLayer Layer => NetworkLayer.Routing;

    public ValueTask StartAsync(CancellationToken cancellationToken) => vault.LoadAsync(cancellationToken);

    public ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
