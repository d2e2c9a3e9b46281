using System.Collections.Immutable;
using DaaCompute.Net.Transport.Diagnostics;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Who is connected: one connection a peer, over one or, for a while, several links.</summary>
internal sealed class ConnectionRegistry(NetworkContext context, EventHub events, ConnectionLimits limits)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<PeerId, PeerConnection> _connections = [];
    private bool _closed;

    /// <summary>Called when a peer came or went. Must not block.</summary>
    public Action? Changed { get; set; }

    public ImmutableArray<PeerConnection> Connected
    {
        get
        {
            lock (_lock)
            {
                return [.. _connections.Values];
            }
        }
    }

    public PeerConnection? Find(PeerId peer)
    {
        lock (_lock)
        {
            return _connections.GetValueOrDefault(peer);
        }
    }

    /// <summary>Adds a link to its peer's connection, making one when it is the first.</summary>
    /// <exception cref="ResourceLimitException">The peer has too many links, or uses too much memory.</exception>
    /// <exception cref="ConnectionClosedException">The node stops.</exception>
    public LinkAddition Add(PeerLink link)
    {
        PeerId peer = link.Multiplexed.RemoteKey.PeerId;
        LinkAddition addition;
        lock (_lock)
        {
            if (_closed)
            {
                throw new ConnectionClosedException("The node is stopping.");
            }

            bool isNew = !_connections.TryGetValue(peer, out PeerConnection? connection);
            connection ??= new PeerConnection(context, link, limits.CreatePeerMemory());
            if (connection.Links.Length >= context.Options.Limits.PeerConnections)
            {
                throw new ResourceLimitException(
                    "connections of a peer",
                    context.Options.Limits.PeerConnections,
                    $"{ResourceLimitOptions.Path}:PeerConnections");
            }

            if (!link.TryAttach(connection.Memory))
            {
                throw new ResourceLimitException(
                    "a peer's memory in bytes", context.Options.Limits.PeerMemory, $"{ResourceLimitOptions.Path}:PeerMemory");
            }

            PeerLink? spare = connection.Add(link, context.IdentityOn(link.Multiplexed).PeerId < peer);
            addition = new LinkAddition(connection, spare, isNew);
            if (isNew)
            {
                _connections.Add(peer, connection);
                events.Publish(new PeerEvent(PeerEventKind.Connected, connection));
            }
        }

        context.Metrics.LinkOpened(link.IsOutbound, link.Multiplexed.IsPostQuantum);
        if (addition.IsNew)
        {
            TransportLog.PeerConnected(
                context.Log,
                peer,
                link.Multiplexed.RemoteAddress,
                link.IsOutbound,
                link.Multiplexed.Security,
                link.Multiplexed.IsPostQuantum);
            Changed?.Invoke();
        }

        return addition;
    }

    /// <summary>Takes a link out that is gone; with the last one, the connection.</summary>
    public void Remove(PeerConnection connection, PeerLink link)
    {
        string? reason = link.Multiplexed.CloseReason?.Message;
        bool isLast;
        lock (_lock)
        {
            isLast = connection.Remove(link);
            if (isLast)
            {
                _connections.Remove(connection.PeerId);
                events.Publish(new PeerEvent(PeerEventKind.Disconnected, connection, reason));
            }
        }

        context.Metrics.LinkClosed(
            link.IsOutbound, link.Multiplexed.IsPostQuantum, link.Multiplexed.BytesSent, link.Multiplexed.BytesReceived);
        if (isLast)
        {
            TransportLog.PeerDisconnected(context.Log, connection.PeerId, reason);
            connection.MarkClosed();
            Changed?.Invoke();
        }
    }

    public void Identified(PeerConnection connection)
    {
        lock (_lock)
        {
            if (_connections.GetValueOrDefault(connection.PeerId) == connection)
            {
                events.Publish(new PeerEvent(PeerEventKind.Identified, connection));
            }
        }
    }

    /// <summary>Takes no more links.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }
}
