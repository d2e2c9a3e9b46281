using DaaCompute.Net.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net;

/// <summary>Builds and starts one node without a host.</summary>
/// <remarks>
/// Inside a host, use <see cref="DaaComputeServiceCollectionExtensions.AddDaaCompute"/> instead; both offer the same
/// extensions. Every layer may be replaced by registering another implementation of its contract.
/// </remarks>
public sealed class DaaComputeNetworkBuilder : IDaaComputeBuilder
{
    private bool _started;

    /// <summary>Makes a builder with every layer that exists.</summary>
    /// <param name="preset">Defaults to begin with, such as <see cref="NodePresets.Leaf"/>; null for the options' own.</param>
    public DaaComputeNetworkBuilder(NodePreset? preset = null)
    {
        Services = new ServiceCollection();
        Services.AddDaaComputeCore();
        if (preset is not null)
        {
            this.Use(preset);
        }
    }

    /// <inheritdoc/>
    public IServiceCollection Services { get; }

    /// <summary>Builds the node and starts its layers. Returns when it listens, not when it has peers.</summary>
    /// <param name="cancellationToken">Ends the attempt; what was started is stopped.</param>
    /// <returns>The running node; disposing it stops it.</returns>
    /// <exception cref="OptionsValidationException">A setting is out of range; the message names it.</exception>
    /// <exception cref="InvalidOperationException">This builder has started a node already.</exception>
    public async ValueTask<DaaComputeNetwork> StartAsync(CancellationToken cancellationToken = default)
    {
        if (_started)
        {
            throw new InvalidOperationException("A builder starts one node. Make another builder for another node.");
        }

        _started = true;
        ServiceProvider provider = Services.BuildServiceProvider();
        try
        {
            provider.GetService<IStartupValidator>()?.Validate();
            DaaComputeNetwork network = provider.GetRequiredService<DaaComputeNetwork>();
            await provider.GetRequiredService<NetworkLifetime>().StartAsync(cancellationToken).ConfigureAwait(false);
            network.Own(provider);
            return network;
        }
        catch
        {
            await provider.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
