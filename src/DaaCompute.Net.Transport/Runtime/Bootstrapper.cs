using System.Collections.Immutable;
using DaaCompute.Net.Transport.Diagnostics;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Dials the bootstrap nodes, again and again while this node has too few peers.</summary>
internal sealed class Bootstrapper(NetworkContext context, PeerDialer dialer, ConnectionRegistry registry)
{
    private readonly ImmutableArray<Multiaddress> _addresses =
        [.. context.Options.Discovery.BootstrapNodes.Select(Multiaddress.Parse)];

    /// <summary>Whom each address led to; an address without a peer id names nobody before it was dialled.</summary>
    private readonly Dictionary<Multiaddress, PeerId> _led = [];
    private long? _lastRound;

    public async Task StepAsync(CancellationToken stopping)
    {
        bool isDue = _lastRound is not long last
            || context.Time.GetElapsedTime(last) >= context.Options.Discovery.BootstrapInterval;
        if (!isDue || registry.Connected.Length >= Math.Max(1, context.Options.ConnectionStrategy.MinPeers))
        {
            return;
        }

        _lastRound = context.Time.GetTimestamp();
        Multiaddress[] missing = [.. _addresses.Where(address => !IsConnected(address))];
        PeerId?[] reached =
            await Task.WhenAll(missing.Select(address => DialAsync(address, stopping))).ConfigureAwait(false);
        foreach ((Multiaddress address, PeerId? peer) in missing.Zip(reached))
        {
            if (peer is not null)
            {
                _led[address] = peer;
            }
        }
    }

    private bool IsConnected(Multiaddress address) =>
        (address.PeerId ?? _led.GetValueOrDefault(address)) is PeerId peer
        && (peer == context.Identity.PeerId || registry.Find(peer) is not null);

    private async Task<PeerId?> DialAsync(Multiaddress address, CancellationToken stopping)
    {
        try
        {
            PeerConnection connection = await dialer.ConnectAsync(address, stopping, stopping).ConfigureAwait(false);
            return connection.PeerId;
        }
        catch (HandshakeException exception) when (exception.Error == HandshakeError.Self)
        {
            // One list serves all nodes of a network, those that are on it too.
            return context.Identity.PeerId;
        }
        catch (DaaComputeException exception)
        {
            TransportLog.BootstrapFailed(context.Log, address, exception.Message);
            return null;
        }
    }
}
