using System.Diagnostics;
using DaaCompute.Net.Transport.Diagnostics;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Dials one address up to a finished handshake, within every limit.</summary>
internal sealed class LinkDialer(
    NetworkContext context, IReadOnlyList<ITransport> transports, IConnectionUpgrader upgrader, ConnectionLimits limits)
    : IDisposable
{
    private readonly SemaphoreSlim _parallel = new(context.Options.ParallelDials);

    public void Dispose() => _parallel.Dispose();

    /// <summary>The name of the transport that dials an address, or null.</summary>
    public string? TransportOf(Multiaddress address) => TransportFor(address)?.Name;

    /// <summary>Dials.</summary>
    /// <exception cref="TransportException">Nobody answers, or the gate refuses.</exception>
    /// <exception cref="HandshakeException">Somebody else answers, or no agreement is possible.</exception>
    /// <exception cref="ResourceLimitException">A limit stands in the way.</exception>
    public async ValueTask<PeerLink> DialAsync(
        Multiaddress address, PeerId? expectedPeer, CancellationToken cancellationToken)
    {
        using Activity? activity = TransportMetrics.Activities.StartActivity("daacompute.transport.dial");
        activity?.SetTag("network.address", address.ToString());
        string result = "cancelled";
        try
        {
            PeerLink link = await DialWithinLimitsAsync(address, expectedPeer, cancellationToken).ConfigureAwait(false);
            result = "ok";
            return link;
        }
        catch (DaaComputeException exception)
        {
            result = exception is HandshakeException handshake ? handshake.Error.ToString() : exception.GetType().Name;
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
        finally
        {
            context.Metrics.DialEnded(result);
        }
    }

    private async ValueTask<PeerLink> DialWithinLimitsAsync(
        Multiaddress address, PeerId? expectedPeer, CancellationToken cancellationToken)
    {
        ITransport transport = TransportFor(address)
            ?? throw new TransportException($"No transport of this node dials {address}.");
        if (!context.Gate.AllowDial(expectedPeer, address))
        {
            throw new TransportException($"A connection gate refuses to dial {address}.");
        }

        await _parallel.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ConnectionLease lease = limits.AcquireOutbound();
            try
            {
                ITransportConnection raw =
                    await ReachAsync(transport, address, cancellationToken).ConfigureAwait(false);
                IMultiplexedConnection multiplexed =
                    await UpgradeAsync(raw, expectedPeer, lease.Memory, cancellationToken).ConfigureAwait(false);
                return new PeerLink(multiplexed, lease, context.Time);
            }
            catch
            {
                lease.Dispose();
                throw;
            }
        }
        finally
        {
            _parallel.Release();
        }
    }

    private async ValueTask<ITransportConnection> ReachAsync(
        ITransport transport, Multiaddress address, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(context.Options.DialTimeout, context.Time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await transport.DialAsync(address, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException($"{address} did not answer within {context.Options.DialTimeout}.");
        }
    }

    private async ValueTask<IMultiplexedConnection> UpgradeAsync(
        ITransportConnection raw, PeerId? expectedPeer, ConnectionMemory memory, CancellationToken cancellationToken)
    {
        long began = context.Time.GetTimestamp();
        string result = "cancelled";
        try
        {
            IMultiplexedConnection multiplexed =
                await upgrader.UpgradeOutboundAsync(raw, expectedPeer, memory, cancellationToken).ConfigureAwait(false);
            await CheckAsync(multiplexed, expectedPeer).ConfigureAwait(false);
            result = "ok";
            return multiplexed;
        }
        catch (HandshakeException exception)
        {
            result = exception.Error.ToString();
            throw;
        }
        catch (TransportException exception)
        {
            result = nameof(HandshakeError.Truncated);
            throw new HandshakeException(HandshakeError.Truncated, exception.Message, exception);
        }
        finally
        {
            context.Metrics.HandshakeEnded(isOutbound: true, result, context.Time.GetElapsedTime(began));
        }
    }

    /// <summary>The upgrader has checked whom it reached; a plug-in that forgets to must not open a door.</summary>
    private async ValueTask CheckAsync(IMultiplexedConnection multiplexed, PeerId? expectedPeer)
    {
        PeerId reached = multiplexed.RemoteKey.PeerId;
        HandshakeException? fault =
            expectedPeer is not null && reached != expectedPeer
                ? new(HandshakeError.WrongPeer, $"{multiplexed.RemoteAddress} is {reached}, not {expectedPeer}.")
            : context.IsSelf(reached)
                ? new(HandshakeError.Self, $"{multiplexed.RemoteAddress} is this node itself.")
            : !context.Gate.AllowPeer(multiplexed.RemoteKey, multiplexed.RemoteAddress, isOutbound: true)
                ? new(HandshakeError.Refused, $"A connection gate refuses peer {reached}.")
            : null;
        if (fault is not null)
        {
            multiplexed.Abort(fault);
            await multiplexed.DisposeAsync().ConfigureAwait(false);
            throw fault;
        }
    }

    private ITransport? TransportFor(Multiaddress address) =>
        transports.FirstOrDefault(transport => transport.CanHandle(address));
}
