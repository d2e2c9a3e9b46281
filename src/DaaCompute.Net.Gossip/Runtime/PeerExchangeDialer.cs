using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip.Diagnostics;
using DaaCompute.Net.Gossip.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>Dials peers that a PRUNE named, once their signed records prove true.</summary>
internal sealed class PeerExchangeDialer(
    IPeerNetwork network, IPeerDirectory directory, ISignedEnvelopes envelopes, ILogger log, CancellationToken stop)
{
    // go-libp2p's: 8 connectors, 128 that wait.
    private const int MaxDials = 8;
    private const int MaxWaiting = 128;

    /// <summary>How long the addresses are kept: libp2p's time-to-live for addresses that were used.</summary>
    private static readonly TimeSpan AddressTimeToLive = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Queue<ExchangedPeer> _waiting = new();
    private int _dials;

    public void Dial(ImmutableArray<ExchangedPeer> peers)
    {
        lock (_lock)
        {
            foreach (ExchangedPeer peer in peers)
            {
                if (_waiting.Count < MaxWaiting)
                {
                    _waiting.Enqueue(peer);
                }
            }

            for (; _dials < MaxDials && _dials < _waiting.Count; _dials++)
            {
                _ = Task.Run(WorkAsync);
            }
        }
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            ExchangedPeer peer;
            lock (_lock)
            {
                if (stop.IsCancellationRequested || !_waiting.TryDequeue(out peer))
                {
                    _dials--;
                    return;
                }
            }

            await DialAsync(peer).ConfigureAwait(false);
        }
    }

    private async ValueTask DialAsync(ExchangedPeer peer)
    {
        if (network.LocalPeer.Id == peer.Peer || network.FindConnection(peer.Peer) is not null)
        {
            return;
        }

        if (PeerRecord.Open(envelopes, peer) is not { } info)
        {
            GossipLog.ExchangedPeerRefused(log, peer.Peer, "its record is not signed by it.");
            return;
        }

        try
        {
            directory.Add(info, AddressTimeToLive);
            GossipLog.ExchangedPeerDialled(log, peer.Peer);
            await network.ConnectAsync(peer.Peer, stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException or ObjectDisposedException)
        {
            GossipLog.ExchangedPeerRefused(log, peer.Peer, exception.Message);
        }
    }
}
