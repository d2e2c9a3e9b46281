using System.Collections.Immutable;
using DaaCompute.Net.Diagnostics;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Runtime;

/// <summary>
/// Runs every source of peers side by side and puts what they find into the directory, from which the connection strategy
/// dials. A source that fails is begun again later; it never stops the others.
/// </summary>
internal sealed class PeerDiscoveryService(
    IEnumerable<IPeerSource> sources,
    IPeerDirectory directory,
    IPeerNetwork network,
    IOptions<TransportOptions> options,
    TimeProvider time,
    DiscoveryMetrics metrics,
    ILogger<PeerDiscoveryService> logger) : ILayerService, IDisposable
{
    /// <summary>
    /// The order of the specification's <c>initialize_discovery</c>, with the peers of earlier runs after the bootstrap list; sources
    /// of the host's own come last.
    /// </summary>
    private static readonly ImmutableArray<string> Order = ["bootstrap", "stored", "dht", "mdns", "rendezvous"];

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // OrderBy is stable: sources that the specification does not know keep the order they were added in.
    private readonly ImmutableArray<IPeerSource> _sources =
        [.. sources.OrderBy(source => (uint)Order.IndexOf(source.Name))];

    private readonly TimeSpan _addressLifetime = options.Value.Discovery.AddressTimeToLive;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _searches = [];

    public NetworkLayer Layer => NetworkLayer.Routing;

    /// <summary>The names of the sources, in the order they are begun.</summary>
    internal IEnumerable<string> Sources => _sources.Select(source => source.Name);

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        foreach (IPeerSource source in _sources)
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
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        TimeSpan pause = FirstPause;
        try
        {
            while (!await TrySearchAsync(source, () => pause = FirstPause, () => pause).ConfigureAwait(false))
            {
                await Task.Delay(pause, time, _stopping.Token).ConfigureAwait(false);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops; the search ends with it.
        }
    }

    /// <summary>Searches until the source has no more; false when it failed and is to be begun again.</summary>
    private async ValueTask<bool> TrySearchAsync(IPeerSource source, Action worked, Func<TimeSpan> pause)
    {
        try
        {
            await foreach (PeerInfo peer in source.DiscoverAsync(_stopping.Token).ConfigureAwait(false))
            {
                worked();
                Take(source, peer);
            }

            return true;
        }
#pragma warning disable CA1031 // A source may be the host's own: whatever it throws must not end the other sources.
        catch (Exception exception) when (!_stopping.IsCancellationRequested && exception is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            metrics.Failed(source.Name);
            logger.PeerSourceFailed(exception, source.Name, pause());
            return false;
        }
    }

    private void Take(IPeerSource source, PeerInfo peer)
    {
        if (peer.Id == network.LocalPeer.Id)
        {
            return;
        }

        bool isNew = directory.Find(peer.Id) is null;
        metrics.Found(source.Name, isNew);
        if (isNew)
        {
            logger.PeerFound(source.Name, peer.Id, peer.Addresses.Length);
        }

        directory.Add(peer, _addressLifetime);
    }
}
