using System.Collections.Immutable;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Listens, and takes connections through the gate, the limits and the handshake, in this order.</summary>
internal sealed class Acceptor(
    NetworkContext context,
    IReadOnlyList<ITransport> transports,
    IConnectionUpgrader upgrader,
    ConnectionLimits limits,
    LinkRunner runner,
    BackgroundTasks tasks)
{
    /// <summary>The system is out of sockets or memory: asking again at once would only burn the processor.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private ImmutableArray<ITransportListener> _listeners = [];

    /// <summary>The addresses listened on, with the ports the system chose.</summary>
    public ImmutableArray<Multiaddress> Addresses => [.. _listeners.Select(listener => listener.LocalAddress)];

    /// <summary>Listens on every address of the options, or on none.</summary>
    /// <exception cref="TransportException">An address cannot be listened on.</exception>
    public async ValueTask StartAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        try
        {
            foreach (string text in context.Options.ListenAddresses)
            {
                Multiaddress address = Multiaddress.Parse(text);
                ITransport transport = transports.FirstOrDefault(candidate => candidate.CanHandle(address))
                    ?? throw new TransportException($"No transport of this node listens on {address}.");
                ITransportListener listener = await transport.ListenAsync(address, cancellationToken).ConfigureAwait(false);
                _listeners = _listeners.Add(listener);
                TransportLog.Listening(context.Log, listener.LocalAddress);
            }
        }
        catch
        {
            await StopAsync().ConfigureAwait(false);
            throw;
        }

        foreach (ITransportListener listener in _listeners)
        {
            tasks.TryRun("accept", () => AcceptAsync(listener, stopping));
        }
    }

    /// <summary>Listens no longer.</summary>
    public async ValueTask StopAsync()
    {
        foreach (ITransportListener listener in _listeners)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task AcceptAsync(ITransportListener listener, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                if (await listener.AcceptAsync(stopping).ConfigureAwait(false) is not ITransportConnection raw)
                {
                    return;
                }

                await AdmitAsync(raw, stopping).ConfigureAwait(false);
            }
            catch (TransportException exception)
            {
                TransportLog.AcceptFailed(context.Log, listener.LocalAddress, Pause, exception.Message);
                await Task.Delay(Pause, context.Time, stopping).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask AdmitAsync(ITransportConnection raw, CancellationToken stopping)
    {
        CancellationTokenSource evicted = new();
        AdmissionRefusal? refusal = null;
        bool isAllowed = context.Gate.AllowAccept(raw.RemoteAddress);
        ConnectionLease? lease = isAllowed
            ? limits.TryAcquireInbound(raw.RemoteAddress, () => _ = evicted.CancelAsync(), out refusal)
            : null;
        if (lease is not null && tasks.TryRun("handshake", () => UpgradeAsync(raw, lease, evicted, stopping)))
        {
            return;
        }

        TransportLog.ConnectionRefused(
            context.Log, raw.RemoteAddress, refusal?.ToException().Message ?? (isAllowed ? "the node stops" : "a gate"));
        context.Metrics.ConnectionRefused(refusal?.Setting ?? (isAllowed ? "stop" : "gate"));
        lease?.Dispose();
        evicted.Dispose();
        await raw.DisposeAsync().ConfigureAwait(false);
    }

    private async Task UpgradeAsync(
        ITransportConnection raw, ConnectionLease lease, CancellationTokenSource evicted, CancellationToken stopping)
    {
        long began = context.Time.GetTimestamp();
        string result = "cancelled";
        PeerLink? link = null;
        try
        {
            link = await UpgradeUnlessEvictedAsync(raw, lease, evicted.Token, stopping).ConfigureAwait(false);
            result = "ok";
        }
        catch (DaaComputeException exception)
        {
            result = (exception as HandshakeException)?.Error.ToString() ?? nameof(HandshakeError.Truncated);
            TransportLog.InboundHandshakeFailed(context.Log, raw.RemoteAddress, exception.Message);
        }
        finally
        {
            context.Metrics.HandshakeEnded(isOutbound: false, result, context.Time.GetElapsedTime(began));
            lease.EndHandshake();
            if (link is null)
            {
                lease.Dispose();
                await raw.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (link is not null)
        {
            await AddAsync(link, stopping).ConfigureAwait(false);
        }
    }

    private async ValueTask<PeerLink> UpgradeUnlessEvictedAsync(
        ITransportConnection raw, ConnectionLease lease, CancellationToken evicted, CancellationToken stopping)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(evicted, stopping);
        try
        {
            IMultiplexedConnection multiplexed =
                await upgrader.UpgradeInboundAsync(raw, lease.Memory, either.Token).ConfigureAwait(false);
            PeerLink link = new(multiplexed, lease, context.Time);
            PeerPublicKey key = multiplexed.RemoteKey;
            if (context.IsSelf(key.PeerId)
                || !context.Gate.AllowPeer(key, multiplexed.RemoteAddress, isOutbound: false))
            {
                HandshakeException fault = new(HandshakeError.Refused, $"Peer {key.PeerId} may not connect.");
                multiplexed.Abort(fault);
                await multiplexed.DisposeAsync().ConfigureAwait(false);
                throw fault;
            }

            return link;
        }
        catch (OperationCanceledException) when (evicted.IsCancellationRequested)
        {
            throw new HandshakeException(HandshakeError.Refused, "It gave way to another: too many handshakes are half open.");
        }
    }

    private async ValueTask AddAsync(PeerLink link, CancellationToken stopping)
    {
        try
        {
            await runner.RunAsync(link, stopping).ConfigureAwait(false);
        }
        catch (DaaComputeException exception)
        {
            TransportLog.ConnectionRefused(context.Log, link.Multiplexed.RemoteAddress, exception.Message);
        }
    }
}
