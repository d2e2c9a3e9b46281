using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>The least builder there can be: a node without gossip.</summary>
internal sealed class BareBuilder : IDaaComputeBuilder
{
    public IServiceCollection Services { get; } = new ServiceCollection();
}
