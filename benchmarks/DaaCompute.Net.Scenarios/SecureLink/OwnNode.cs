using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Transport.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>A node's identity, security and upgrader, as <c>AddCrypto</c> makes them.</summary>
internal sealed class OwnNode : IDaaComputeBuilder
{
    public OwnNode()
    {
        this.AddCrypto();
        ServiceProvider provider = Services.BuildServiceProvider();
        PeerId = provider.GetRequiredService<INodeIdentity>().PeerId;
        Upgrader = new ConnectionUpgrader(
            provider.GetServices<ISecureChannelFactory>(), new LinkSettings(), TimeProvider.System);
    }

    public IServiceCollection Services { get; } = new ServiceCollection();

    public PeerId PeerId { get; }

    public IConnectionUpgrader Upgrader { get; }
}
