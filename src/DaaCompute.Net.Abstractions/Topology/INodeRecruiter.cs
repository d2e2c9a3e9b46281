namespace DaaCompute.Net.Topology;

/// <summary>The host's hook for growing and shrinking the network.</summary>
public interface INodeRecruiter
{
    /// <summary>Starts nodes.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="region">Where; null for anywhere.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many are on their way.</returns>
    ValueTask<int> RecruitAsync(int count, string? region, CancellationToken cancellationToken);

    /// <summary>Stops a node that has drained.</summary>
    /// <param name="node">Which.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask ReleaseAsync(PeerId node, CancellationToken cancellationToken);
}
