using DaaCompute.Net.Dht;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>Finds shards by their digests in the DHT.</summary>
internal sealed class ModelExchange(IContentRouter content, IPeerNetwork peers) : IModelExchange
{
    public ValueTask ProvideAsync(ShardId shard, CancellationToken cancellationToken = default) =>
        content.ProvideAsync(shard.ToContentKey(), cancellationToken);

    public ValueTask WithdrawAsync(ShardId shard, CancellationToken cancellationToken = default) =>
        content.WithdrawAsync(shard.ToContentKey(), cancellationToken);

    public IAsyncEnumerable<PeerInfo> FindModelShardAsync(ShardId shard, CancellationToken cancellationToken = default) =>
        content.FindProvidersAsync(shard.ToContentKey(), cancellationToken)
            .Where(provider => provider.Id != peers.LocalPeer.Id);
}
