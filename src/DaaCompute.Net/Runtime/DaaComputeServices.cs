using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Runtime;

/// <summary>The builder that a host's service collection is seen through.</summary>
internal sealed class DaaComputeServices(IServiceCollection services) : IDaaComputeBuilder
{
    public IServiceCollection Services { get; } = services;
}
