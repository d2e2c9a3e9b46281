using DaaCompute.Net.Transport;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>Starts a node for one command, and has it join before the command goes on.</summary>
internal static class JoinedNode
{
    /// <summary>Identify follows a handshake at once; a peer that takes longer than a handshake may is not one to wait for.</summary>
    private static readonly TimeSpan Introduction = TimeSpan.FromSeconds(10);

    /// <summary>Starts a node and connects it to its bootstrap nodes; one that answers is enough.</summary>
    /// <exception cref="PeerUnreachableException">None of them was reached.</exception>
    /// <exception cref="HandshakeException">The only one that answered is not who it should be, or speaks nothing common.</exception>
    public static async Task<DaaComputeNetwork> StartAsync(
        NodeSettings settings, CancellationToken stop, Action<IDaaComputeBuilder>? configure = null)
    {
        DaaComputeNetworkBuilder builder = settings.ToBuilder();
        configure?.Invoke(builder);
        DaaComputeNetwork network = await builder.StartAsync(stop);
        try
        {
            await using ISubscription<PeerEvent> events = await network.Peers.SubscribeAsync(stop);
            await WaitUntilIntroducedAsync(events, await ConnectAsync(network.Peers, settings.Bootstrap, stop), stop);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    private static async Task<HashSet<PeerId>> ConnectAsync(
        IPeerNetwork peers, IReadOnlyList<Multiaddress> addresses, CancellationToken stop)
    {
        HashSet<PeerId> strangers = [];
        DaaComputeException? failure = null;
        int reached = 0;
        foreach (Multiaddress address in addresses)
        {
            try
            {
                IPeerConnection connection = await peers.ConnectAsync(address, stop);
                reached++;
                if (connection.RemotePeer.Protocols.IsEmpty)
                {
                    strangers.Add(connection.RemoteKey.PeerId);
                }
            }
            catch (DaaComputeException exception)
            {
                // Others may answer; the first failure is told when nobody does.
                failure ??= exception;
            }
        }

        return reached == 0 && failure is not null ? throw failure : strangers;
    }

    /// <summary>What a peer speaks is known once it has introduced itself; lookups before that would find nobody to ask.</summary>
    private static async Task WaitUntilIntroducedAsync(
        ISubscription<PeerEvent> events, HashSet<PeerId> strangers, CancellationToken stop)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Introduction);
        try
        {
            await using IAsyncEnumerator<PeerEvent> happened = events.GetAsyncEnumerator(patience.Token);
            while (strangers.Count > 0 && await happened.MoveNextAsync())
            {
                if (happened.Current.Kind is PeerEventKind.Identified or PeerEventKind.Disconnected)
                {
                    strangers.Remove(happened.Current.Connection.RemoteKey.PeerId);
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // A peer that does not introduce itself is of no use to the command; the others are.
        }
    }
}
