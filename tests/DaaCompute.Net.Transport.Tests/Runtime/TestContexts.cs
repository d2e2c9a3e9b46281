using System.Diagnostics.Metrics;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>What a part of the network needs, for tests of one part alone.</summary>
internal static class TestContexts
{
    public static NetworkContext Create(byte number, TransportOptions options, TimeProvider time) => new(
        new TestIdentity(number),
        options,
        time,
        new TestEntropy(number),
        new ConnectionGates([]),
        new TransportMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>()),
        NullLogger.Instance);
}
