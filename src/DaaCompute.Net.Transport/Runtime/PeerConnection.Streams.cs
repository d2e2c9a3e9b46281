namespace DaaCompute.Net.Transport.Runtime;

/// <content>Opening streams, and counting those that the peer opens.</content>
internal sealed partial class PeerConnection
{
    public ValueTask<IPeerStream> OpenStreamAsync(ProtocolId protocol, CancellationToken cancellationToken = default)
    {
        if (!Outbound.TryEnter())
        {
            throw Outbound.ToException();
        }

        return OpenCountedStreamAsync(protocol, cancellationToken);
    }

    /// <summary>The count of inbound streams of one protocol; made at its first stream and kept as long as the connection.</summary>
    public StreamCounter InboundOf(ProtocolId protocol)
    {
        lock (_lock)
        {
            if (!_inboundByProtocol.TryGetValue(protocol, out StreamCounter? counter))
            {
                counter = new StreamCounter(
                    $"inbound streams of a peer for {protocol}",
                    _context.Options.Limits.ProtocolInboundStreams,
                    "ProtocolInboundStreams");
                _inboundByProtocol.Add(protocol, counter);
            }

            return counter;
        }
    }

    private async ValueTask<IPeerStream> OpenCountedStreamAsync(ProtocolId protocol, CancellationToken cancellationToken)
    {
        List<PeerLink> tried = [];
        try
        {
            while (true)
            {
                PeerLink link = FindUsable(tried)
                    ?? throw new ConnectionClosedException($"The connection to {PeerId} is gone.");
                try
                {
                    return await OpenStreamAsync(link, protocol, cancellationToken).ConfigureAwait(false);
                }
                catch (ConnectionClosedException)
                {
                    // No byte of the caller's was sent yet, so another link may serve as well.
                    tried.Add(link);
                    if (FindUsable(tried) is null)
                    {
                        throw;
                    }
                }
            }
        }
        catch
        {
            Outbound.Leave();
            throw;
        }
    }

    private PeerLink? FindUsable(List<PeerLink> tried)
    {
        PeerLink primary = Primary;
        return primary.IsAlive && !tried.Contains(primary)
            ? primary
            : Links.LastOrDefault(link => link.IsAlive && !tried.Contains(link));
    }

    private async ValueTask<IPeerStream> OpenStreamAsync(
        PeerLink link, ProtocolId protocol, CancellationToken cancellationToken)
    {
        IMultiplexedStream stream = await link.Multiplexed.OpenStreamAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using CancellationTokenSource timeout = new(_context.Options.NegotiationTimeout, _context.Time);
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                await StreamNegotiation.DialAsync(stream, PeerId, protocol, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                throw new ConnectionClosedException(
                    $"Peer {PeerId} did not agree on {protocol} within {_context.Options.NegotiationTimeout}.");
            }

            _context.Metrics.StreamOpened(isOutbound: true);
            return new PeerStream(stream, protocol, this, EndOutbound);
        }
        catch (Exception exception)
        {
            stream.Abort(exception);
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void EndOutbound()
    {
        Outbound.Leave();
        _context.Metrics.StreamClosed(isOutbound: true);
    }
}
