using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Discovery;

/// <summary>Peers on the same links, by multicast DNS; and this node for them.</summary>
/// <remarks>Source: libp2p/specs discovery/mdns, RFC 6762, RFC 6763.</remarks>
internal sealed class MdnsPeerSource(
    IEnumerable<IMulticastTransport> transports,
    IPeerNetwork network,
    IOptions<TransportOptions> options,
    IEntropySource entropy,
    TimeProvider time,
    MdnsMetrics metrics,
    ILogger<MdnsPeerSource> log) : IPeerSource
{
    /// <summary>Who reads too slowly misses the oldest; whoever is there is heard again.</summary>
    private const int MaxFound = 256;

    /// <summary>How often it looks whether links came or went: a laptop changes its network.</summary>
    private static readonly TimeSpan LinkInterval = TimeSpan.FromSeconds(30);

    public string Name => "mdns";

    public async IAsyncEnumerable<PeerInfo> DiscoverAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!options.Value.Discovery.MdnsEnabled)
        {
            yield break;
        }

        Channel<PeerInfo> found = Channel.CreateBounded<PeerInfo>(
            new BoundedChannelOptions(MaxFound) { FullMode = BoundedChannelFullMode.DropOldest });
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watching = WatchLinksAsync(found.Writer, stopping.Token);
        try
        {
            await foreach (PeerInfo peer in found.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return peer;
            }
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private async Task WatchLinksAsync(ChannelWriter<PeerInfo> found, CancellationToken cancellationToken)
    {
        string peerName = MdnsNames.NewPeerName(entropy);
        SortedDictionary<string, (Task Run, CancellationTokenSource Stop)> sessions = new(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                foreach (IMulticastTransport transport in transports)
                {
                    await StepAsync(transport, sessions, peerName, found, cancellationToken).ConfigureAwait(false);
                }

                await Task.Delay(LinkInterval, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops; each session says goodbye.
        }
        catch (TransportException exception)
        {
            found.TryComplete(exception);
        }
        finally
        {
            foreach (string name in sessions.Keys.ToArray())
            {
                await EndAsync(sessions, name).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask StepAsync(
        IMulticastTransport transport,
        SortedDictionary<string, (Task Run, CancellationTokenSource Stop)> sessions,
        string peerName,
        ChannelWriter<PeerInfo> found,
        CancellationToken cancellationToken)
    {
        string prefix = $"{transport.Name}:";
        ImmutableArray<string> links = transport.FindLinks();
        foreach (string name in sessions.Keys
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(name => !links.Contains(name[prefix.Length..]) || sessions[name].Run.IsCompleted)
            .ToArray())
        {
            await EndAsync(sessions, name).ConfigureAwait(false);
        }

        foreach (string link in links.Where(link => !sessions.ContainsKey(prefix + link)))
        {
            if (TryJoin(transport, link) is IMulticastLink joined)
            {
                TransportLog.MdnsLinkJoined(log, joined.Name);
                CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                MdnsLinkSession session = new(joined, peerName, network, found, entropy, time, metrics, log);
                sessions.Add(prefix + link, (session.RunAsync(stop.Token), stop));
            }
        }
    }

    private IMulticastLink? TryJoin(IMulticastTransport transport, string link)
    {
        try
        {
            return transport.Join(link);
        }
        catch (TransportException exception)
        {
            TransportLog.MdnsJoinFailed(log, link, exception.Message);
            return null;
        }
    }

    private static async ValueTask EndAsync(
        SortedDictionary<string, (Task Run, CancellationTokenSource Stop)> sessions, string name)
    {
        (Task run, CancellationTokenSource stop) = sessions[name];
        sessions.Remove(name);
        await stop.CancelAsync().ConfigureAwait(false);
        await run.ConfigureAwait(false);
        stop.Dispose();
    }
}
