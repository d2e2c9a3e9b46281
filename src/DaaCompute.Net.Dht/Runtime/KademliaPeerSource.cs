using System.Threading.Channels;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>The DHT's part of discovery: the peers that lookups have met, so that the node can connect to more of them.</summary>
internal sealed class KademliaPeerSource : IPeerSource
{
    // The peers of a few lookups; of more, the oldest are forgotten, for nobody waits for them.
    private readonly Channel<PeerInfo> _found = Channel.CreateBounded<PeerInfo>(
        new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });

    public string Name => "dht";

    public IAsyncEnumerable<PeerInfo> DiscoverAsync(CancellationToken cancellationToken) =>
        _found.Reader.ReadAllAsync(cancellationToken);

    public void Offer(PeerInfo peer) => _found.Writer.TryWrite(peer);
}
