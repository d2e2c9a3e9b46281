using System.Collections.Immutable;

namespace DaaCompute.Net.Transport.InMemory;

/// <summary>The one link of an in-memory network.</summary>
internal sealed class InMemoryMulticastTransport(InMemoryNetwork network) : IMulticastTransport
{
    public string Name => "memory";

    public ImmutableArray<string> FindLinks() => ["memory"];

    public IMulticastLink Join(string link) => network.Join();
}
