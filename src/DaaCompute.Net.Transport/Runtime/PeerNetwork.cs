using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Puts the parts of the transport layer together and shows them as one.</summary>
internal sealed class PeerNetwork : IPeerNetwork, ILayerService, IAsyncDisposable
{
    private readonly NetworkContext _context;
    private readonly IEnumerable<IProtocolHandler> _ownHandlers;
    private readonly Func<IEnumerable<IProtocolHandler>> _hostHandlers;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConnectionLimits _limits;
    private readonly BackgroundTasks _tasks;
    private readonly EventHub _events = new();
    private readonly ProtocolRouter _router = new();
    private readonly Signal _protocolsChanged = new();
    private readonly LocalPeer _local;
    private readonly ConnectionRegistry _registry;
    private readonly LinkDialer _linkDialer;
    private readonly PeerDialer _dialer;
    private readonly RoutedDialer _routedDialer;
    private readonly Acceptor _acceptor;
    private readonly IdentifyService _identify;
    private readonly PingService _ping;
    private readonly StrategyLoop _strategy;
    private readonly Lock _lock = new();
    private Task? _stopped;

    public PeerNetwork(
        INodeIdentity identity,
        IEnumerable<ITransport> transports,
        IConnectionUpgrader upgrader,
        IPeerDirectory directory,
        ISignedEnvelopes envelopes,
        IEnumerable<IConnectionGate> gates,
        Func<IEnumerable<IProtocolHandler>> hostHandlers,
        IOptions<TransportOptions> options,
        TimeProvider time,
        IEntropySource entropy,
        TransportMetrics metrics,
        ILogger<PeerNetwork> log,
        DialGuidance guidance,
        IClassicalAlias? alias)
    {
        _hostHandlers = hostHandlers;
        _context = new NetworkContext(identity, options.Value, time, entropy, new ConnectionGates(gates), metrics, log)
        {
            Alias = alias,
        };
        ITransport[] all = [.. transports];
        _limits = new ConnectionLimits(options.Value, time);
        _tasks = new BackgroundTasks(log);
        _local = new LocalPeer(_context, _router);
        _registry = new ConnectionRegistry(_context, _events, _limits);
        LinkRunner runner = new(_context, _registry, new StreamServer(_context, _router, _tasks), _tasks);
        _linkDialer = new LinkDialer(_context, all, upgrader, _limits);
        _dialer = new PeerDialer(_context, _local, _linkDialer, _registry, runner, directory, guidance.Selector);
        _routedDialer = new RoutedDialer(_context, _dialer, directory, guidance);
        _acceptor = new Acceptor(_context, all, upgrader, _limits, runner, _tasks);
        _identify = new IdentifyService(_context, _local, envelopes, directory, _registry);
        _ping = new PingService(_context);
        _strategy = new StrategyLoop(
            _context,
            _registry,
            _dialer,
            new Bootstrapper(_context, _dialer, _registry),
            directory,
            new LinkRenewal(_context, _registry, _dialer),
            guidance);
        _ownHandlers = [new IdentifyHandler(_identify), new IdentifyPushHandler(_identify), new PingHandler()];
        runner.Connected = connection =>
            _tasks.TryRun("identify", () => _identify.IdentifyAsync(connection, _stopping.Token));
        _registry.Changed = _strategy.Wake;
        if (directory is PeerDirectory own)
        {
            // A lonely node dials whom it hears of at once; one that has peers looks at its usual pace.
            own.Found = WakeIfLonely;
        }

        metrics.LiveBytes = () =>
            (_registry.Connected.Sum(c => c.LiveBytesSent), _registry.Connected.Sum(c => c.LiveBytesReceived));
    }

    public NetworkLayer Layer => NetworkLayer.Transport;

    public PeerInfo LocalPeer => _local.Info;

    public ImmutableArray<IPeerConnection> Connected => ImmutableArray<IPeerConnection>.CastUp(_registry.Connected);

    /// <summary>The inbound handshakes under way.</summary>
    internal int HalfOpenHandshakes => _limits.HalfOpen;

    public IPeerConnection? FindConnection(PeerId peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return _registry.Find(peer);
    }

    public async ValueTask<IPeerConnection> ConnectAsync(PeerId peer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peer);
        ThrowIfStopped();
        return await _routedDialer.ConnectAsync(peer, _stopping.Token, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IPeerConnection> ConnectAsync(
        Multiaddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ThrowIfStopped();
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, cancellationToken);
        return await _dialer.ConnectAsync(address, _stopping.Token, either.Token).ConfigureAwait(false);
    }

    public async ValueTask<IPeerStream> OpenStreamAsync(
        PeerId peer, ProtocolId protocol, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peer);
        ThrowIfStopped();
        PeerConnection connection =
            await _dialer.ConnectAsync(peer, _stopping.Token, cancellationToken).ConfigureAwait(false);
        return await connection.OpenStreamAsync(protocol, cancellationToken).ConfigureAwait(false);
    }

    public IDisposable Handle(IProtocolHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _router.Add(handler);
    }

    /// <summary>Takes a protocol away, this node's own included.</summary>
    internal void Remove(ProtocolId protocol)
    {
        if (_router.Find(protocol) is IProtocolHandler handler)
        {
            _router.Remove(handler);
        }
    }

    public async ValueTask<TimeSpan> PingAsync(PeerId peer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peer);
        PeerConnection connection = _registry.Find(peer)
            ?? throw new ConnectionClosedException($"Peer {peer} is not connected.");
        return await _ping.PingAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisconnectAsync(PeerId peer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peer);
        if (_registry.Find(peer) is PeerConnection connection)
        {
            // The connection strategy must not undo at once what the host wants.
            _dialer.Suspend(peer);
            await connection.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask<ISubscription<PeerEvent>> SubscribeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<ISubscription<PeerEvent>>(_events.Subscribe());
    }

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        ThrowIfStopped();
        foreach (IProtocolHandler handler in _ownHandlers.Concat(_hostHandlers()))
        {
            _router.Add(handler);
        }

        await _acceptor.StartAsync(_stopping.Token, cancellationToken).ConfigureAwait(false);
        _local.ListensOn(_acceptor.Addresses);
        _router.Changed = _protocolsChanged.Set;
        _tasks.TryRun("identify push", PushChangesAsync);
        _tasks.TryRun("connection strategy", () => _strategy.RunAsync(_stopping.Token));
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        Task stopped;
        lock (_lock)
        {
            stopped = _stopped ??= StopOnceAsync(cancellationToken);
        }

        await stopped.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _linkDialer.Dispose();
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _registry.Close();
        await _acceptor.StopAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        ImmutableArray<PeerConnection> connected = _registry.Connected;
        await Task.WhenAll(connected.Select(connection => connection.CloseAsync(cancellationToken))).ConfigureAwait(false);
        try
        {
            await _tasks.WhenDoneAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            TransportLog.StopCutShort(_context.Log, _registry.Connected.Length);
        }

        _events.Complete();
    }

    private void WakeIfLonely()
    {
        if (_registry.Connected.Length < _context.Options.ConnectionStrategy.MinPeers)
        {
            _strategy.Wake();
        }
    }

    private async Task PushChangesAsync()
    {
        while (true)
        {
            await _protocolsChanged.WaitAsync(_stopping.Token).ConfigureAwait(false);
            await _identify.PushAsync(_stopping.Token).ConfigureAwait(false);
        }
    }

    private void ThrowIfStopped() => ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
}
