using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Simulation.Engine;
using DaaCompute.Net.Simulation.Keys;
using DaaCompute.Net.Simulation.Peers;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Simulation;

/// <summary>
/// The connections of one node of a very large simulation: what upper layers see of the transport, without its handshakes,
/// records and multiplexer, so that thousands of nodes run in one process.
/// </summary>
/// <remarks>
/// Connections and their streams keep order, suffer the links' latency, loss, partitions and bandwidth, and end with
/// crashes as those of the whole node do; peers are identified, streams agree on a protocol, and a reader that lags holds
/// up its writer. A handshake takes two round trips. Connections above the strategy's maximum are closed, idle ones first.
/// Not there: a strategy that dials by itself, limits by address, and the real bytes of the protocols below streams. See
/// <see cref="SimulationBuilderExtensions.UseSimulatedPeers"/>.
/// </remarks>
public sealed partial class SimulatedPeerNetwork : IPeerNetwork, ILayerService, IDisposable
{
    private readonly PeerEventHub _events = new();
    private readonly IPeerDirectory _directory;
    private readonly IConnectionGate[] _gates;
    private readonly Func<IEnumerable<IProtocolHandler>> _hostHandlers;
    private readonly Dictionary<PeerId, SimulatedPeerConnection> _connections = [];
    private readonly CancellationTokenSource _stopping = new();
    private ImmutableSortedDictionary<string, IProtocolHandler> _handlers =
        ImmutableSortedDictionary.Create<string, IProtocolHandler>(StringComparer.Ordinal);

    private ImmutableArray<IPeerConnection> _sorted = [];
    private PeerInfo? _self;
    private ITimer? _keepAlive;
    private bool _isSorted = true;

    /// <summary>Makes the network of a process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="identity">Who it is.</param>
    /// <param name="directory">What it knows of peers.</param>
    /// <param name="gates">Each has to consent to a connection.</param>
    /// <param name="hostHandlers">The protocols to handle from the start; asked for at the start.</param>
    /// <param name="options">Role, capabilities, time-outs and limits of streams and connections; the rest does not apply.</param>
    public SimulatedPeerNetwork(
        SimulatedProcess process,
        INodeIdentity identity,
        IPeerDirectory directory,
        IEnumerable<IConnectionGate> gates,
        Func<IEnumerable<IProtocolHandler>> hostHandlers,
        IOptions<TransportOptions> options)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(options);
        Process = process;
        Key = identity.PublicKey;
        LocalId = identity.PeerId;
        Options = options.Value;
        _directory = directory;
        _gates = [.. gates];
        _hostHandlers = hostHandlers;
    }

    /// <summary>Makes and starts a peer that is nothing but connections and what a scenario handles on them.</summary>
    /// <param name="process">The process.</param>
    /// <param name="handlers">The protocols it answers.</param>
    /// <returns>The peer, which others can dial.</returns>
    public static async ValueTask<SimulatedPeerNetwork> StartBareAsync(
        SimulatedProcess process, params IEnumerable<IProtocolHandler> handlers)
    {
        ArgumentNullException.ThrowIfNull(process);
        SimulatedIdentity identity = new(new SimulatedSignatureScheme(process.Entropy), process.Machine);
        SimulatedPeerNetwork network = new(
            process, identity, new AddressBook(), [], () => handlers, Microsoft.Extensions.Options.Options.Create(new TransportOptions()));
        await network.StartAsync(CancellationToken.None).ConfigureAwait(false);
        return network;
    }

    /// <summary>The security protocol that connections claim.</summary>
    public static ProtocolId Security { get; } = new("/daa/simulated/1.0.0");

    /// <inheritdoc/>
    public NetworkLayer Layer => NetworkLayer.Transport;

    /// <inheritdoc/>
    public PeerInfo LocalPeer => _self ??= new PeerInfo(LocalId, [Process.Machine.Address])
    {
        Role = Options.Role,
        Capabilities = Options.Capabilities,
        AgentVersion = Options.AgentVersion,
        Protocols = [.. _handlers.Values.Select(handler => handler.Protocol)],
    };

    /// <inheritdoc/>
    public ImmutableArray<IPeerConnection> Connected
    {
        get
        {
            if (!_isSorted)
            {
                _isSorted = true;
                _sorted = [.. _connections.Values.OrderBy(connection => connection.RemotePeer.Id)];
            }

            return _sorted;
        }
    }

    internal SimulatedProcess Process { get; }

    internal PeerPublicKey Key { get; }

    internal PeerId LocalId { get; }

    internal TransportOptions Options { get; }

    internal SimulatedNetwork World => Process.World;

    internal SimulationLoop Loop => Process.World.Loop;

    /// <inheritdoc/>
    public IPeerConnection? FindConnection(PeerId peer) => _connections.GetValueOrDefault(peer);

    /// <inheritdoc/>
    public async ValueTask<IPeerStream> OpenStreamAsync(
        PeerId peer, ProtocolId protocol, CancellationToken cancellationToken = default)
    {
        IPeerConnection connection = await ConnectAsync(peer, cancellationToken).ConfigureAwait(false);
        return await connection.OpenStreamAsync(protocol, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IDisposable Handle(IProtocolHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (_handlers.ContainsKey(handler.Protocol.Value))
        {
            throw new InvalidOperationException($"{handler.Protocol} has a handler already.");
        }

        _handlers = _handlers.Add(handler.Protocol.Value, handler);
        TellOfChange();
        return new HandlerRegistration(this, handler);
    }

    /// <inheritdoc/>
    public async ValueTask<TimeSpan> PingAsync(PeerId peer, CancellationToken cancellationToken = default)
    {
        SimulatedPeerConnection connection = _connections.GetValueOrDefault(peer)
            ?? throw new ConnectionClosedException($"Peer {peer} is not connected.");
        return await connection.PingAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisconnectAsync(PeerId peer, CancellationToken cancellationToken = default)
    {
        _connections.GetValueOrDefault(peer)?.Close(reason: null, tellsPeer: true);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ISubscription<PeerEvent>> SubscribeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_events.Subscribe());
    }

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        foreach (IProtocolHandler handler in _hostHandlers())
        {
            _handlers = _handlers.Add(handler.Protocol.Value, handler);
        }

        _self = null;
        if (Process.IsAlive)
        {
            Process.Machine.Peers = this;
        }

        // Nodes that start together do not look at their connections together.
        TimeSpan period = Options.KeepAliveInterval / 3;
        _keepAlive = Process.Time.CreateTimer(
            static network => ((SimulatedPeerNetwork)network!).KeepAlive(), this, period * Process.Entropy.NextDouble(), period);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (Process.IsAlive && Process.Machine.Peers == this)
        {
            Process.Machine.Peers = null;
        }

        _keepAlive?.Dispose();
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (SimulatedPeerConnection connection in Connected)
        {
            connection.Close(reason: null, tellsPeer: true);
        }

        _events.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keepAlive?.Dispose();
        _stopping.Dispose();
    }

    internal IProtocolHandler? FindHandler(ProtocolId protocol) => _handlers.GetValueOrDefault(protocol.Value);

    /// <summary>Makes a connection known, once both ends may use it.</summary>
    internal void Register(SimulatedPeerConnection connection)
    {
        PeerId peer = connection.RemotePeer.Id;
        if (_connections.TryGetValue(peer, out SimulatedPeerConnection? known) && known == connection)
        {
            return;
        }

        known?.Close("The peer came back over another connection.", tellsPeer: true);
        _connections[peer] = connection;
        _isSorted = false;
        _events.Publish(new PeerEvent(PeerEventKind.Connected, connection));
        connection.Send(new PeerFrame(PeerFrameKind.Identify) { Peer = LocalPeer });
    }

    /// <summary>The peer has told who it is.</summary>
    internal void Identified(SimulatedPeerConnection connection)
    {
        _directory.Add(connection.RemotePeer, Options.Discovery.AddressTimeToLive);
        _events.Publish(new PeerEvent(PeerEventKind.Identified, connection));
    }

    /// <summary>Forgets a connection that is gone.</summary>
    internal void Remove(SimulatedPeerConnection connection, string? reason)
    {
        PeerId peer = connection.RemotePeer.Id;
        if (_connections.TryGetValue(peer, out SimulatedPeerConnection? known) && known == connection)
        {
            _connections.Remove(peer);
            _isSorted = false;
            _events.Publish(new PeerEvent(PeerEventKind.Disconnected, connection, reason));
        }
    }

    private void TellOfChange()
    {
        _self = null;
        foreach (SimulatedPeerConnection connection in Connected)
        {
            connection.Send(new PeerFrame(PeerFrameKind.Identify) { Peer = LocalPeer });
        }
    }

    /// <summary>Asks peers that were quiet for a sign of life; ends connections to those that owe one for too long.</summary>
    private void KeepAlive()
    {
        foreach (SimulatedPeerConnection connection in Connected)
        {
            TimeSpan quiet = TimeSpan.FromTicks(Loop.Now - connection.LastReceived);
            if (quiet >= Options.SilenceTimeout)
            {
                connection.Break($"silent for {quiet.TotalSeconds:0.#} s");
            }
            else if (quiet >= Options.KeepAliveInterval)
            {
                connection.Probe();
            }
        }

        Prune();
    }

    /// <summary>Closes what is above the maximum: what has few streams first, then what is young.</summary>
    private void Prune()
    {
        ConnectionStrategyOptions strategy = Options.ConnectionStrategy;
        int excess = _connections.Count - strategy.MaxPeers;
        if (!strategy.Enabled || excess <= 0)
        {
            return;
        }

        long graceful = Loop.Now - strategy.GracePeriod.Ticks;
        SimulatedPeerConnection[] surplus =
        [
            .. Connected.Cast<SimulatedPeerConnection>()
                .Where(connection => connection.Established <= graceful)
                .OrderBy(connection => connection.Streams)
                .ThenByDescending(connection => connection.Established)
                .Take(excess),
        ];
        Array.ForEach(surplus, connection => connection.Close(reason: null, tellsPeer: true));
    }

    private sealed class HandlerRegistration(SimulatedPeerNetwork network, IProtocolHandler handler) : IDisposable
    {
        public void Dispose()
        {
            if (network.FindHandler(handler.Protocol) == handler)
            {
                network._handlers = network._handlers.Remove(handler.Protocol.Value);
                network.TellOfChange();
            }
        }
    }
}
