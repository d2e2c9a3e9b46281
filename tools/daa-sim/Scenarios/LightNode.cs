using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>A node of a large scenario: simulated connections, and of the layers above only those that it is about.</summary>
internal static class LightNode
{
    /// <summary>Starts a node.</summary>
    /// <param name="process">The process it runs in.</param>
    /// <param name="layer">A type of the package whose layer it is about.</param>
    /// <param name="configure">Changes its options.</param>
    public static ValueTask<DaaComputeNetwork> StartAsync(
        SimulatedProcess process, Type layer, Action<DaaComputeNetworkBuilder> configure)
    {
        DaaComputeNetworkBuilder builder = new();
        builder.UseSimulatedPeers(process);
        ServiceDescriptor[] others =
        [
            .. builder.Services.Where(service => service.ServiceType == typeof(ILayerService)
                && Implementation(service).Assembly != layer.Assembly
                && Implementation(service).Assembly != typeof(SimulatedPeerNetwork).Assembly),
        ];
        foreach (ServiceDescriptor other in others)
        {
            builder.Services.Remove(other);
        }

        configure(builder);
        return builder.StartAsync();
    }

    private static Type Implementation(ServiceDescriptor service) =>
        service.ImplementationType ?? service.ImplementationFactory!.Method.ReturnType;
}
