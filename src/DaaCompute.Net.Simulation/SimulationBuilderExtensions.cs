using DaaCompute.Net.Crypto;
using DaaCompute.Net.Simulation.Keys;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Simulation;

/// <summary>Puts a whole node into a simulation.</summary>
public static class SimulationBuilderExtensions
{
    /// <summary>
    /// Gives a node the clock, the randomness, the network, the disk and the identity of a simulated process, and lets it
    /// listen at the process's address. Unless the simulation uses real cryptography, signatures and key encapsulation are
    /// cheap imitations of the same sizes, without any security.
    /// </summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="process">The process that it runs in.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder UseSimulation(this IDaaComputeBuilder builder, SimulatedProcess process)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(process);
        IServiceCollection services = builder.Services;
        services.Replace(ServiceDescriptor.Singleton(process.Time));
        services.Replace(ServiceDescriptor.Singleton(process.Entropy));
        services.Replace(ServiceDescriptor.Singleton(process.StateStore));
        services.Replace(ServiceDescriptor.Singleton(process.GuardFile));
        services.RemoveAll<ITransport>();
        services.AddSingleton(process.Transport);
        services.Configure<TransportOptions>(options => options.ListenAddresses.Add(process.Machine.Address.ToString()));
        services.Replace(ServiceDescriptor.Singleton<IIdentityStore>(
            provider => new SimulatedIdentity(provider.GetRequiredService<ISignatureScheme>(), process.Machine)));
        if (!process.Machine.UsesRealCryptography)
        {
            services.Replace(ServiceDescriptor.Singleton<ISignatureScheme>(new SimulatedSignatureScheme(process.Entropy)));
            services.Replace(ServiceDescriptor.Singleton<IKeyEncapsulation>(new SimulatedKeyEncapsulation(process.Entropy)));
        }

        if (process.Machine.Trace.Log is not null)
        {
            services.AddLogging(logging => logging
                .SetMinimumLevel(LogLevel.Debug)
                .AddProvider(new NodeLoggerProvider(process.Machine)));
        }

        return builder;
    }

    /// <summary>
    /// Does what <see cref="UseSimulation"/> does, and puts a <see cref="SimulatedPeerNetwork"/> in the place of the
    /// transport: for simulations of thousands of nodes, whose subject is what runs above connections.
    /// </summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="process">The process that it runs in.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder UseSimulatedPeers(this IDaaComputeBuilder builder, SimulatedProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        IServiceCollection services = builder.UseSimulation(process).Services;
        services.RemoveAll<IPeerNetwork>();
        foreach (ServiceDescriptor layer in services.Where(IsTransportLayer).ToArray())
        {
            services.Remove(layer);
        }

        services.AddSingleton(provider => new SimulatedPeerNetwork(
            process,
            provider.GetRequiredService<INodeIdentity>(),
            provider.GetRequiredService<IPeerDirectory>(),
            provider.GetServices<IConnectionGate>(),
            provider.GetServices<IProtocolHandler>,
            provider.GetRequiredService<IOptions<TransportOptions>>()));
        services.AddSingleton<IPeerNetwork>(provider => provider.GetRequiredService<SimulatedPeerNetwork>());
        services.Add(ServiceDescriptor.Singleton<ILayerService, SimulatedPeerNetwork>(
            provider => provider.GetRequiredService<SimulatedPeerNetwork>()));
        return builder;
    }

    /// <summary>The transport's own service is known by the package that its factory makes it from.</summary>
    private static bool IsTransportLayer(ServiceDescriptor service) =>
        service.ServiceType == typeof(ILayerService)
        && service.ImplementationFactory?.Method.ReturnType.Assembly == typeof(TransportOptions).Assembly;
}
