namespace DaaCompute.Net.Training;

/// <summary>Who has which part of a model.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IModelExchange
{
    /// <summary>Tells the network that this node has a shard, and goes on telling it until <see cref="WithdrawAsync"/>.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="cancellationToken">Ends the first announcement.</param>
    ValueTask ProvideAsync(ShardId shard, CancellationToken cancellationToken = default);

    /// <summary>Stops announcing a shard; what others have heard expires within 48 hours.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask WithdrawAsync(ShardId shard, CancellationToken cancellationToken = default);

    /// <summary>Yields the peers that have a shard as they are found, each once; this node is not among them.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Ids and addresses; none when nobody has it.</returns>
    IAsyncEnumerable<PeerInfo> FindModelShardAsync(ShardId shard, CancellationToken cancellationToken = default);
}
