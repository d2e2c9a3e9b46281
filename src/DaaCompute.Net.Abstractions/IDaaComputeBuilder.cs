using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net;

/// <summary>The one builder that every layer's <c>Add…</c>, <c>Use…</c> and <c>Configure…</c> extends.</summary>
public interface IDaaComputeBuilder
{
    /// <summary>The services of the node under construction.</summary>
    IServiceCollection Services { get; }
}
