using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Diagnostics;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Gossip.Runtime;

/// <content>Peers' connections and streams.</content>
internal sealed partial class GossipNode
{
    // A peer whose stream broke, or whose events were lost, is looked for again this often.
    private const int ReconcileHeartbeats = 15;

    /// <summary>Reads the RPCs that a peer sends on its stream, as long as it is open.</summary>
    /// <exception cref="ProtocolViolationException">The peer broke the protocol; its stream is reset.</exception>
    public async ValueTask ReadAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        if (Ensure(stream.Connection) is not { } link || !await link.Opened.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        IPeerStream? earlier;
        lock (_lock)
        {
            earlier = link.Inbound;
            link.Inbound = stream;
            if (earlier is not null)
            {
                // Whoever opens another stream has given up the one before, and forgot what came with it.
                Apply(new GossipEvent.PeerRenewed(link.Peer));
            }
        }

        earlier?.Abort();
        try
        {
            RpcReader reader = new(stream.Input);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } bytes)
            {
                Receive(link.Peer, bytes);
            }
        }
        catch (ProtocolViolationException exception)
        {
            GossipLog.ProtocolViolated(_log, link.Peer, exception.Message);
            Apply(new GossipEvent.Misbehaved(link.Peer));
            throw;
        }
        finally
        {
            // The two streams are one link: a peer that ended its own would never learn again what this node subscribes to.
            if (ReferenceEquals(link.Inbound, stream))
            {
                Remove(link, "its stream ended.");
            }
        }
    }

    private void Receive(PeerId from, ReadOnlyMemory<byte> bytes)
    {
        if (ScoreOf(from) < _options.Score.GraylistThreshold)
        {
            return;
        }

        if (!GossipDecoder.TryDecode(bytes, out GossipRpc? rpc))
        {
            throw new ProtocolViolationException("A gossip RPC is malformed.");
        }

        ImmutableArray<InboundMessage>.Builder messages = ImmutableArray.CreateBuilder<InboundMessage>(rpc.Messages.Length);
        foreach (PubsubMessage received in rpc.Messages)
        {
            // Kept alone, a small message must not hold on to a large RPC.
            PubsubMessage message = bytes.Length > (2 * received.DataLength) + 1024 ? received.Detach() : received;
            if (message.DataLength > _options.MaxMessageSize + GossipEncoder.MaxMessageOverhead
                || _policies.Of(message.Topic).Identify(message) is not { } named)
            {
                Apply(new GossipEvent.Misbehaved(from));
                continue;
            }

            messages.Add(named);
        }

        _metrics.Received(rpc.Messages.Length);
        Apply(new GossipEvent.Received(from, rpc, messages.ToImmutable()));
    }

    private void EnsureIdentified(IPeerConnection connection)
    {
        // Before identify has run nothing is known; it brings an event of its own.
        if (connection.RemotePeer.Protocols.Any(static protocol => GossipProtocols.All.Any(known => known.Id == protocol)))
        {
            Ensure(connection);
        }
    }

    /// <summary>The link over a connection, opened where there is none yet; null when the peer is left out.</summary>
    private PeerLink? Ensure(IPeerConnection connection)
    {
        PeerId peer = connection.RemotePeer.Id;
        if (!connection.IsPostQuantum && !_options.AllowClassicalPeers)
        {
            GossipLog.ClassicalPeerLeftOut(_log, peer);
            return null;
        }

        PeerLink link;
        lock (_lock)
        {
            if (_links.TryGetValue(peer, out PeerLink? known) && ReferenceEquals(known.Connection, connection))
            {
                return known;
            }

            if (_stop.IsCancellationRequested || connection.Closed.IsCancellationRequested)
            {
                return null;
            }

            link = new PeerLink(connection);
            _links[peer] = link;
            known?.SetOpened(false);
            known?.Outbox?.Abort("another connection took its place");
        }

        _ = OpenAsync(link);
        return link;
    }

    private async Task OpenAsync(PeerLink link)
    {
        string reason = "it speaks no version of gossipsub.";
        try
        {
            ImmutableArray<ProtocolId> spoken = link.Connection.RemotePeer.Protocols;
            foreach ((ProtocolId id, GossipVersion version) in GossipProtocols.All)
            {
                if ((spoken.IsEmpty || spoken.Contains(id)) && await TryOpenAsync(link, id).ConfigureAwait(false) is { } stream)
                {
                    Add(link, stream, version);
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException or ObjectDisposedException)
        {
            reason = exception.Message;
        }

        Remove(link, reason);
    }

    private async ValueTask<IPeerStream?> TryOpenAsync(PeerLink link, ProtocolId protocol)
    {
        try
        {
            return await link.Connection.OpenStreamAsync(protocol, _stop.Token).ConfigureAwait(false);
        }
        catch (ProtocolNotSupportedException)
        {
            // The next version may be spoken.
            return null;
        }
    }

    private void Add(PeerLink link, IPeerStream stream, GossipVersion version)
    {
        PeerOutbox outbox = new(stream, _options, _time, _metrics, reason => Remove(link, reason));
        lock (_lock)
        {
            if (_stop.IsCancellationRequested || !IsCurrent(link))
            {
                link.SetOpened(false);
                outbox.Abort("it is no longer needed");
                return;
            }

            link.Open(outbox);
            _metrics.PeerAdded();
            GossipLog.PeerAdded(_log, link.Peer, stream.Protocol);
            IPeerConnection connection = link.Connection;
            Apply(new GossipEvent.PeerAdded(
                link.Peer, version, connection.IsOutbound, ColocationAddress.Of(connection.RemoteAddress)));
        }

        link.SetOpened(true);
        link.Connection.Closed.UnsafeRegister(
            static state => ((Action)state!)(), () => Remove(link, "the connection is gone."));
    }

    private void Remove(PeerLink link, string reason)
    {
        lock (_lock)
        {
            link.SetOpened(false);
            if (!IsCurrent(link))
            {
                return;
            }

            _links.Remove(link.Peer);
            if (link.Outbox is not null)
            {
                _metrics.PeerRemoved();
                Apply(new GossipEvent.PeerRemoved(link.Peer));
            }
        }

        GossipLog.PeerRemoved(_log, link.Peer, reason);
        link.Outbox?.Abort(reason);
        link.Inbound?.Abort();
    }

    private bool IsCurrent(PeerLink link) =>
        _links.TryGetValue(link.Peer, out PeerLink? current) && ReferenceEquals(current, link);

    private void Beat()
    {
        Apply(new GossipEvent.Heartbeat());
        if (++_beats % ReconcileHeartbeats == 0)
        {
            foreach (IPeerConnection connection in _network.Connected)
            {
                EnsureIdentified(connection);
            }
        }
    }

    private async Task WatchPeersAsync(ISubscription<PeerEvent> events)
    {
        try
        {
            await foreach (PeerEvent happened in events.WithCancellation(_stop.Token).ConfigureAwait(false))
            {
                if (happened.Kind == PeerEventKind.Identified)
                {
                    EnsureIdentified(happened.Connection);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }
}
