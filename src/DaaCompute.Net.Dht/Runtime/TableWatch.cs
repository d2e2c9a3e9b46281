using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Keeps the routing table true: takes in peers that say they speak the protocol, asks silent ones, drops clients.</summary>
internal sealed class TableWatch(DhtContext context, DhtState state, RequestClient client, BackgroundWork work)
{
    private readonly Lock _lock = new();
    private readonly SortedSet<PeerId> _asked = [];

    /// <summary>Called when a peer may have come into the table.</summary>
    public Action? Grown { get; set; }

    /// <summary>Follows the connections until they end.</summary>
    public async Task RunAsync(ISubscription<PeerEvent> events, CancellationToken stopping)
    {
        await foreach (PeerEvent change in events.WithCancellation(stopping).ConfigureAwait(false))
        {
            if (change.Kind == PeerEventKind.Identified)
            {
                Consider(change.Connection, stopping);
            }
        }
    }

    /// <summary>Looks at every connection, for events may have been lost.</summary>
    public void ConsiderAll(CancellationToken stopping)
    {
        foreach (IPeerConnection connection in context.Network.Connected)
        {
            Consider(connection, stopping);
        }
    }

    /// <summary>Asks a peer that has been silent for long; if it does not answer, the one that waits gets its place.</summary>
    public void Ask(TableEntry stale, CancellationToken stopping)
    {
        lock (_lock)
        {
            if (!_asked.Add(stale.Id))
            {
                return;
            }
        }

        work.Run("liveness", () => AskAsync(stale, stopping));
    }

    private void Consider(IPeerConnection connection, CancellationToken stopping)
    {
        PeerInfo peer = connection.RemotePeer;
        if (peer.Protocols.Contains(context.Protocol))
        {
            if (state.Seen(connection) is TableEntry stale)
            {
                Ask(stale, stopping);
            }

            Grown?.Invoke();
        }
        else if (!peer.Protocols.IsEmpty)
        {
            state.Left(peer.Id);
        }
    }

    private async Task AskAsync(TableEntry stale, CancellationToken stopping)
    {
        try
        {
            // Its neighbours of this node are worth having too; and not all implementations answer PING.
            KademliaMessage request = new(KademliaMessageType.FindNode) { Key = context.Self.Bytes };
            KademliaMessage? answer =
                await client.AskAsync(stale.Id, stale.Addresses, request, stopping).ConfigureAwait(false);
            if (answer is null)
            {
                state.Failed(stale.Id);
            }
            else if (context.Network.FindConnection(stale.Id) is IPeerConnection connection)
            {
                state.Seen(connection);
            }
        }
        finally
        {
            lock (_lock)
            {
                _asked.Remove(stale.Id);
            }
        }
    }
}
