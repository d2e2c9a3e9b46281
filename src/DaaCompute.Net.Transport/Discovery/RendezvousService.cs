using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Protocol;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Discovery;

/// <summary>Makes this node a rendezvous point, where its options say so.</summary>
internal sealed class RendezvousService(
    IPeerNetwork network,
    ISignedEnvelopes envelopes,
    IOptions<TransportOptions> options,
    TimeProvider time,
    IEntropySource entropy,
    RendezvousMetrics metrics) : ILayerService
{
    private IDisposable? _registration;

    public NetworkLayer Layer => NetworkLayer.Routing;

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        PeerDiscoveryOptions discovery = options.Value.Discovery;
        if (discovery.RendezvousServer)
        {
            RendezvousLimits limits = new(discovery.RendezvousRegistrations, discovery.RendezvousRegistrationsPerPeer);
            RendezvousRegistry registry = new(limits, entropy.NextUInt64());
            _registration = network.Handle(new RendezvousHandler(registry, envelopes, time, metrics));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _registration?.Dispose();
        return ValueTask.CompletedTask;
    }
}
