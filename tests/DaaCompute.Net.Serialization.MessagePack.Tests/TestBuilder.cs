using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Serialization.MessagePack.Tests;

/// <summary>The least builder there can be.</summary>
internal sealed class TestBuilder : IDaaComputeBuilder
{
    public IServiceCollection Services { get; } = new ServiceCollection();
}
