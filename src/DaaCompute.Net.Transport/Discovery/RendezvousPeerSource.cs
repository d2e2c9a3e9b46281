using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Discovery;

/// <summary>Peers that registered at the same rendezvous points as this node does.</summary>
/// <remarks>Source: libp2p/specs rendezvous.</remarks>
internal sealed class RendezvousPeerSource(
    IPeerNetwork network,
    INodeIdentity identity,
    ISignedEnvelopes envelopes,
    IOptions<TransportOptions> options,
    TimeProvider time,
    IEntropySource entropy,
    ILogger<RendezvousPeerSource> log) : IPeerSource
{
    /// <summary>Who reads too slowly makes the search wait.</summary>
    private const int MaxFound = 256;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly SignedAddresses _record = new(identity, envelopes, time);

    public string Name => "rendezvous";

    public async IAsyncEnumerable<PeerInfo> DiscoverAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Multiaddress[] points = [.. options.Value.Discovery.RendezvousPoints.Select(Multiaddress.Parse)];
        if (points.Length == 0)
        {
            yield break;
        }

        Channel<PeerInfo> found = Channel.CreateBounded<PeerInfo>(MaxFound);
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task visiting = Task.WhenAll(points.Select(point => VisitAsync(point, found.Writer, stopping.Token)));
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
            await visiting.ConfigureAwait(false);
        }
    }

    /// <summary>Visits one point again and again; whatever goes wrong there is tried again later.</summary>
    private async Task VisitAsync(Multiaddress point, ChannelWriter<PeerInfo> found, CancellationToken cancellationToken)
    {
        PeerDiscoveryOptions discovery = options.Value.Discovery;
        RendezvousClient client = new(point, network, _record, envelopes, discovery, options.Value.NegotiationTimeout, time);
        TimeSpan pause = FirstPause;
        try
        {
            while (true)
            {
                TimeSpan wait;
                try
                {
                    await client.VisitAsync(found, cancellationToken).ConfigureAwait(false);
                    pause = FirstPause;

                    // Up to a tenth more: nodes that began together need not come back together.
                    wait = discovery.RendezvousInterval * (1 + (entropy.NextDouble() / 10));
                }
                catch (DaaComputeException exception)
                {
                    TransportLog.RendezvousFailed(log, point, pause, exception.Message);
                    wait = pause;
                    pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                }

                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await LeaveAsync(client, point).ConfigureAwait(false);
        }
    }

    private async ValueTask LeaveAsync(RendezvousClient client, Multiaddress point)
    {
        try
        {
            await client.LeaveAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DaaComputeException or ObjectDisposedException)
        {
            // The registration ends by itself; its lifetime is there for just this.
            TransportLog.RendezvousNotLeft(log, point, exception.Message);
        }
    }
}
