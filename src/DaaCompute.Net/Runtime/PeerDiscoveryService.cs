using DaaCompute.Net.Diagnostics;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Runtime;

/// <summary>
/// Runs every source of peers, in the order they were added (bootstrap, DHT, mDNS, rendezvous), and puts what they find
/// into the directory, from which the connection strategy dials.
/// </summary>
internal sealed class PeerDiscoveryService(
    IEnumerable<IPeerSource> sources,
    IPeerDirectory directory,
    IPeerNetwork network,
    IOptions<TransportOptions> options,
    ILogger<PeerDiscoveryService> logger) : ILayerService, IDisposable
{
    private readonly TimeSpan _addressLifetime = options.Value.Discovery.AddressTimeToLive;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _searches = [];

    public NetworkLayer Layer => NetworkLayer.Routing;

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        foreach (IPeerSource source in sources)
        {
            _searches.Add(SearchAsync(source));
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_searches).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task SearchAsync(IPeerSource source)
    {
        await Task.Yield();
        try
        {
            await foreach (PeerInfo peer in source.DiscoverAsync(_stopping.Token).ConfigureAwait(false))
            {
                if (peer.Id != network.LocalPeer.Id)
                {
                    logger.PeerFound(source.Name, peer.Id);
                    directory.Add(peer, _addressLifetime);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops; the search ends with it.
        }
        catch (DaaComputeException exception)
        {
            logger.PeerSourceFailed(exception, source.Name);
        }
    }
}
