using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Connects to peers: one attempt a peer at a time, whoever asks for it.</summary>
internal sealed class PeerDialer(
    NetworkContext context,
    LocalPeer local,
    LinkDialer dialer,
    ConnectionRegistry registry,
    LinkRunner runner,
    IPeerDirectory directory,
    ITransportSelector selector)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PeerId, Task<PeerConnection>> _flights = [];
    private readonly DialBackoff _backoff = new(context.Options.DialBackoff, context.Options.MaxDialBackoff);
    private readonly long _start = context.Time.GetTimestamp();

    private TimeSpan Now => context.Time.GetElapsedTime(_start);

    /// <summary>Whether this node may dial a peer of its own accord.</summary>
    public bool MayDial(PeerId peer)
    {
        lock (_lock)
        {
            return _backoff.MayDial(peer, Now);
        }
    }

    /// <summary>Leaves a peer alone for a while: this node has closed the connection on purpose.</summary>
    public void Suspend(PeerId peer)
    {
        lock (_lock)
        {
            _backoff.Suspend(peer, Now);
        }
    }

    /// <summary>Connects by the directory's addresses, or returns the connection there is.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="stopping">Ends the attempt itself.</param>
    /// <param name="cancellationToken">Ends the caller's wait; the attempt goes on for others.</param>
    public async ValueTask<PeerConnection> ConnectAsync(
        PeerId peer, CancellationToken stopping, CancellationToken cancellationToken)
    {
        if (registry.Find(peer) is PeerConnection connection)
        {
            return connection;
        }

        if (context.IsSelf(peer))
        {
            throw new HandshakeException(HandshakeError.Self, $"{peer} is this node itself.");
        }

        Task<PeerConnection>? flight;
        lock (_lock)
        {
            if (!_flights.TryGetValue(peer, out flight))
            {
                flight = FlyAsync(peer, stopping);
                _flights.Add(peer, flight);
            }
        }

        return await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Connects to an address; when it names a peer, only to that peer.</summary>
    public async ValueTask<PeerConnection> ConnectAsync(
        Multiaddress address, CancellationToken stopping, CancellationToken cancellationToken)
    {
        PeerId? expected = address.PeerId;
        if (expected is not null && registry.Find(expected) is PeerConnection connection)
        {
            return connection;
        }

        if (expected is not null && context.IsSelf(expected))
        {
            throw new HandshakeException(HandshakeError.Self, $"{address} is this node itself.");
        }

        try
        {
            Multiaddress target = address.WithoutPeer()
                ?? throw new TransportException($"{address} names a peer, but not where it is.");
            PeerLink link = await dialer.DialAsync(target, expected, cancellationToken).ConfigureAwait(false);
            PeerId reached = link.Multiplexed.RemoteKey.PeerId;
            directory.Add(new PeerInfo(reached, [target]), context.Options.Discovery.AddressTimeToLive);
            PeerConnection connected = await runner.RunAsync(link, stopping).ConfigureAwait(false);
            Succeeded(reached);
            return connected;
        }
        catch (TransportException exception)
        {
            throw new PeerUnreachableException(expected, $"{address} cannot be reached: {exception.Message}", exception);
        }
    }

    /// <summary>Replaces a link that this node dialled by one with fresh keys; the old one is drained.</summary>
    public async Task RenewAsync(PeerConnection connection, PeerLink link, CancellationToken stopping)
    {
        TransportLog.LinkRenewed(context.Log, connection.PeerId, link.Age, link.Bytes);
        PeerLink fresh = await dialer
            .DialAsync(link.Multiplexed.RemoteAddress, connection.PeerId, stopping)
            .ConfigureAwait(false);
        await runner.RunAsync(fresh, stopping).ConfigureAwait(false);
    }

    private async Task<PeerConnection> FlyAsync(PeerId peer, CancellationToken stopping)
    {
        // Nothing below runs under the lock that the flight is entered with.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            PeerInfo known = directory.Find(peer) ?? new PeerInfo(peer, []);
            Multiaddress[] addresses =
                DialPlan.Order(known.Addresses, dialer.TransportOf, selector.Order(local.Info, known));
            PeerLink link = await new DialRace(dialer, context, peer, addresses).RunAsync(stopping).ConfigureAwait(false);
            PeerConnection connection = await runner.RunAsync(link, stopping).ConfigureAwait(false);
            Succeeded(peer);
            return connection;
        }
        catch (DaaComputeException exception)
        {
            TransportLog.DialFailed(context.Log, peer, exception.Message);
            if (registry.Find(peer) is PeerConnection meanwhile)
            {
                // The peer has dialled this node while this node's own dial failed.
                return meanwhile;
            }

            lock (_lock)
            {
                _backoff.Failed(peer, Now);
            }

            throw;
        }
        finally
        {
            lock (_lock)
            {
                _flights.Remove(peer);
            }
        }
    }

    private void Succeeded(PeerId peer)
    {
        lock (_lock)
        {
            _backoff.Succeeded(peer);
        }
    }
}
