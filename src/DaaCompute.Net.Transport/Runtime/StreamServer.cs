using DaaCompute.Net.Transport.Diagnostics;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Answers the streams that peers open: limits first, then the protocol, then its handler.</summary>
internal sealed class StreamServer(NetworkContext context, ProtocolRouter router, BackgroundTasks tasks)
{
    /// <summary>Serves a link until it is gone.</summary>
    public async Task ServeAsync(PeerConnection connection, PeerLink link, CancellationToken cancellationToken)
    {
        while (await link.Multiplexed.AcceptStreamAsync(cancellationToken).ConfigureAwait(false) is IMultiplexedStream stream)
        {
            if (!connection.Inbound.TryEnter())
            {
                await RefuseAsync(connection, stream, connection.Inbound).ConfigureAwait(false);
            }
            else if (!tasks.TryRun("stream", () => ServeAsync(connection, stream, cancellationToken)))
            {
                connection.Inbound.Leave();
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(PeerConnection connection, IMultiplexedStream stream, CancellationToken cancellationToken)
    {
        try
        {
            IProtocolHandler handler = await AgreeAsync(stream, cancellationToken).ConfigureAwait(false);
            await HandleAsync(connection, stream, handler, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException)
        {
            TransportLog.NegotiationFailed(context.Log, connection.PeerId, exception.Message);
            stream.Abort(exception);
        }
        finally
        {
            connection.Inbound.Leave();
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<IProtocolHandler> AgreeAsync(IMultiplexedStream stream, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(context.Options.NegotiationTimeout, context.Time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);

        // The handler that was there when the answer was given serves the stream, even if it is taken away meanwhile.
        IProtocolHandler? found = null;
        await StreamNegotiation
            .ListenAsync(stream, id => (found = router.Find(new ProtocolId(id))) is not null, either.Token)
            .ConfigureAwait(false);
        return found!;
    }

    private async ValueTask HandleAsync(
        PeerConnection connection, IMultiplexedStream stream, IProtocolHandler handler, CancellationToken cancellationToken)
    {
        StreamCounter counter = connection.InboundOf(handler.Protocol);
        if (!counter.TryEnter())
        {
            await RefuseAsync(connection, stream, counter).ConfigureAwait(false);
            return;
        }

        context.Metrics.StreamOpened(isOutbound: false);
        PeerStream peerStream = new(stream, handler.Protocol, connection, static () => { });
        try
        {
            await handler.HandleAsync(peerStream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever the handler throws, the peer sees a reset and this node goes on.
            TransportLog.HandlerFailed(context.Log, handler.Protocol, connection.PeerId, exception);
            peerStream.Abort(exception);
        }
        finally
        {
            counter.Leave();
            context.Metrics.StreamClosed(isOutbound: false);
        }
    }

    private async ValueTask RefuseAsync(PeerConnection connection, IMultiplexedStream stream, StreamCounter counter)
    {
        ResourceLimitException refusal = counter.ToException();
        TransportLog.StreamRefused(context.Log, connection.PeerId, refusal.Message);
        context.Metrics.StreamRefused();
        stream.Abort(refusal);
        await stream.DisposeAsync().ConfigureAwait(false);
    }
}
