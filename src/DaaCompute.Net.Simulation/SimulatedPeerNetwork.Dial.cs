using System.Collections.Immutable;
using System.Globalization;
using DaaCompute.Net.Simulation.Engine;
using DaaCompute.Net.Simulation.Peers;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation;

/// <content>Dialling, and being dialled.</content>
public sealed partial class SimulatedPeerNetwork
{
    /// <summary>A SYN with its options.</summary>
    private const int KnockSize = 60;

    /// <summary>A message of the post-quantum handshake, key and signature in it.</summary>
    private const int HandshakeSize = 4_000;

    private readonly Dictionary<PeerId, Task<SimulatedPeerConnection>> _flights = [];

    /// <inheritdoc/>
    public async ValueTask<IPeerConnection> ConnectAsync(PeerId peer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peer);
        await CheckUsableAsync(cancellationToken).ConfigureAwait(false);
        if (_connections.TryGetValue(peer, out SimulatedPeerConnection? known))
        {
            return known;
        }

        if (peer == LocalId)
        {
            throw new HandshakeException(HandshakeError.Self, $"{peer} is this node itself.");
        }

        if (!_flights.TryGetValue(peer, out Task<SimulatedPeerConnection>? flight))
        {
            flight = FlyAsync(peer);
            if (!flight.IsCompleted)
            {
                _flights.Add(peer, flight);
                Observe(flight);
            }
        }

        return await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IPeerConnection> ConnectAsync(
        Multiaddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        await CheckUsableAsync(cancellationToken).ConfigureAwait(false);
        if (address.PeerId is PeerId peer && _connections.TryGetValue(peer, out SimulatedPeerConnection? known))
        {
            return known;
        }

        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        SimulatedPeerConnection connection = await DialAsync(address, address.PeerId, either.Token).ConfigureAwait(false);
        _directory.Add(new PeerInfo(connection.RemotePeer.Id, [connection.RemoteAddress]), Options.Discovery.AddressTimeToLive);
        return connection;
    }

    private static int? NumberOf(Multiaddress address) =>
        address.WithoutPeer() is { Components: [{ Protocol.Name: "memory", Value: string value }] }
        && int.TryParse(value, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    /// <summary>Whoever asked for a flight may have given up before it fails.</summary>
    private static void Observe(Task flight) => _ = flight.ContinueWith(
        static failed => _ = failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private async ValueTask CheckUsableAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Loop.CheckThread("a simulated peer dialled");
        await Process.NeverAsync().ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
    }

    private async Task<SimulatedPeerConnection> FlyAsync(PeerId peer)
    {
        ImmutableArray<Multiaddress> addresses = _directory.Find(peer)?.Addresses ?? [];
        List<string> tried = [];
        try
        {
            foreach (Multiaddress address in addresses)
            {
                try
                {
                    return await DialAsync(address, peer, _stopping.Token).ConfigureAwait(false);
                }
                catch (Exception fault) when (fault is PeerUnreachableException or HandshakeException)
                {
                    tried.Add(fault.Message);
                }
            }
        }
        finally
        {
            _flights.Remove(peer);
        }

        throw new PeerUnreachableException(
            peer, tried.Count == 0 ? $"No address of {peer} is known." : string.Join(' ', tried));
    }

    /// <summary>Knocks until somebody answers, as TCP does, then shakes hands: two round trips.</summary>
    private async Task<SimulatedPeerConnection> DialAsync(
        Multiaddress address, PeerId? expected, CancellationToken cancellationToken)
    {
        if (NumberOf(address) is not int number || number < 1 || number > World.Nodes.Count)
        {
            throw new PeerUnreachableException(expected, $"{address} is not an address of a simulated node.");
        }

        if (_connections.Count >= (Options.Limits.Connections ?? int.MaxValue))
        {
            throw new ResourceLimitException(
                "connections", Options.Limits.Connections!.Value, "DaaCompute:Transport:Limits:Connections");
        }

        if (Array.Exists(_gates, gate => !gate.AllowDial(expected, address)))
        {
            throw new PeerUnreachableException(expected, $"A connection gate forbids dialling {address}.");
        }

        SimulatedNode target = World.Nodes[number - 1];
        long end = Loop.Now + Options.DialTimeout.Ticks;
        for (int attempt = 0; Loop.Now < end; attempt++)
        {
            // The first time-out is a second, RFC 6298 (2.1); each later one twice the one before.
            long retryAt = Math.Min(end, Loop.Now + (TimeSpan.TicksPerSecond << attempt));
            if (await TravelAsync(number, KnockSize, cancellationToken).ConfigureAwait(false)
                && target.Peers is null
                && await TravelBackAsync(number, KnockSize, cancellationToken).ConfigureAwait(false))
            {
                throw new PeerUnreachableException(expected, $"{address} refused the connection.");
            }

            if (target is { IsPowered: true, Peers.Process.IsFrozen: false }
                && await ShakeHandsAsync(target, address, expected, cancellationToken).ConfigureAwait(false) is { } connection)
            {
                return connection;
            }

            await Process.SleepAsync(retryAt - Loop.Now, cancellationToken).ConfigureAwait(false);
        }

        throw new PeerUnreachableException(expected, $"Nobody answers at {address}.");
    }

    /// <summary>Sets up both ends; null when a message of it was lost.</summary>
    private async ValueTask<SimulatedPeerConnection?> ShakeHandsAsync(
        SimulatedNode target, Multiaddress address, PeerId? expected, CancellationToken cancellationToken)
    {
        int number = target.Number;
        if (!await TravelBackAsync(number, KnockSize, cancellationToken).ConfigureAwait(false)
            || !await TravelAsync(number, HandshakeSize, cancellationToken).ConfigureAwait(false)
            || target.Peers is not { Process.IsFrozen: false } acceptor)
        {
            return null;
        }

        HandshakeException? fault = Judge(acceptor, address, expected);
        SimulatedPeerConnection? connection = fault is null ? Meet(acceptor) : null;
        bool isAnswered = await TravelBackAsync(number, HandshakeSize, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            throw fault;
        }

        if (!isAnswered || connection!.IsOver)
        {
            return null;
        }

        Loop.Trace.Append(TraceKind.Connect, Process.Number, number, connection.Number);
        Register(connection);
        return connection;
    }

    private HandshakeException? Judge(SimulatedPeerNetwork acceptor, Multiaddress address, PeerId? expected)
    {
        Multiaddress here = Process.Machine.Address;
        bool isFull = acceptor._connections.Count >= (acceptor.Options.Limits.Connections ?? int.MaxValue);
        bool isWelcome = Array.TrueForAll(
            acceptor._gates, gate => gate.AllowAccept(here) && gate.AllowPeer(Key, here, isOutbound: false));
        bool isWanted = Array.TrueForAll(_gates, gate => gate.AllowPeer(acceptor.Key, address, isOutbound: true));
        return acceptor == this ? new HandshakeException(HandshakeError.Self, $"{address} is this node itself.")
            : expected is not null && expected != acceptor.LocalId
                ? new HandshakeException(HandshakeError.WrongPeer, $"{address} is {acceptor.LocalId}, not {expected}.")
            : !isWanted ? new HandshakeException(HandshakeError.Refused, $"A connection gate refuses peer {acceptor.LocalId}.")
            : isFull || !isWelcome ? new HandshakeException(HandshakeError.Refused, $"{address} refused the connection.")
            : null;
    }

    /// <summary>Finds the connection there is already, when both dialled at once or an answer was lost, or makes one.</summary>
    private SimulatedPeerConnection Meet(SimulatedPeerNetwork acceptor)
    {
        if (acceptor._connections.TryGetValue(LocalId, out SimulatedPeerConnection? known) && known.Joins(acceptor, this))
        {
            return known.Other;
        }

        if (_connections.TryGetValue(acceptor.LocalId, out known) && known.Joins(this, acceptor))
        {
            return known;
        }

        SimulatedPeerConnection near = SimulatedPeerConnection.CreatePair(this, acceptor);
        acceptor.Register(near.Other);
        return near;
    }

    private ValueTask<bool> TravelAsync(int to, int size, CancellationToken cancellationToken) =>
        TravelAsync(World.Link(Process.Number, to), size, cancellationToken);

    private ValueTask<bool> TravelBackAsync(int from, int size, CancellationToken cancellationToken) =>
        TravelAsync(World.Link(from, Process.Number), size, cancellationToken);

    /// <summary>Takes a message over a link.</summary>
    /// <returns>False when it is lost.</returns>
    private async ValueTask<bool> TravelAsync(SimulatedLink link, int size, CancellationToken cancellationToken)
    {
        if (link.Transmit(size) is not long delay)
        {
            return false;
        }

        await Process.SleepAsync(delay, cancellationToken).ConfigureAwait(false);
        return !link.IsCut && World.Nodes[link.To - 1].IsPowered && World.Nodes[link.From - 1].IsPowered;
    }
}
