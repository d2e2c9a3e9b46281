using System.Collections.Immutable;

namespace DaaCompute.Net.TestKit.Consensus;

/// <summary>Running nodes; disposing stops them, the first one last.</summary>
internal sealed class ContractCluster : IAsyncDisposable
{
    public ImmutableArray<DaaComputeNetwork> Nodes { get; private set; } = [];

    public void Add(DaaComputeNetwork node) => Nodes = Nodes.Add(node);

    public async ValueTask DisposeAsync()
    {
        foreach (DaaComputeNetwork node in Nodes.Reverse())
        {
            await node.DisposeAsync().ConfigureAwait(false);
        }
    }
}
