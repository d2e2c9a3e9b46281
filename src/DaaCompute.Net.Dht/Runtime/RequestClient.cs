using System.Collections.Immutable;
using System.IO.Pipelines;
using DaaCompute.Net.Dht.Diagnostics;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Makes requests of peers, connecting where need be.</summary>
internal sealed class RequestClient(DhtContext context, RequestStreams streams)
{
    /// <summary>Addresses that a stranger told are forgotten soon; identify replaces them once the peer is connected.</summary>
    private static readonly TimeSpan HearsayLifetime = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<PeerId, int> _asking = [];

    /// <summary>Whether a request to a peer is under way, which may be waiting for a connection.</summary>
    public bool IsAsking(PeerId peer)
    {
        lock (_lock)
        {
            return _asking.ContainsKey(peer);
        }
    }

    /// <summary>Asks a peer.</summary>
    /// <returns>The answer; null when none came in time, or it was none.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask<KademliaMessage?> AskAsync(
        PeerId peer,
        ImmutableArray<Multiaddress> addresses,
        KademliaMessage request,
        CancellationToken cancellationToken)
    {
        KademliaMessage? answer = null;
        await TryAsync(
            peer,
            request.Type,
            async token =>
            {
                Introduce(peer, addresses);
                answer = await AskOnceAsync(peer, request, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return answer;
    }

    /// <summary>Tells a peer what has no answer, and waits until it has taken it in and closed the stream.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="addresses">Where it is said to be.</param>
    /// <param name="compose">Makes the message for the connection: classical peers know this node by another name.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it did.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ValueTask<bool> TellAsync(
        PeerId peer,
        ImmutableArray<Multiaddress> addresses,
        Func<IPeerConnection, KademliaMessage> compose,
        CancellationToken cancellationToken) => TryAsync(
            peer,
            KademliaMessageType.AddProvider,
            async token =>
            {
                Introduce(peer, addresses);
                IPeerStream stream = await context.Network
                    .OpenStreamAsync(peer, context.Protocol, token).ConfigureAwait(false);
                await using (stream.ConfigureAwait(false))
                {
                    await MessageStream
                        .WriteAsync(stream.Output, compose(stream.Connection), token).ConfigureAwait(false);
                    await stream.Output.CompleteAsync().ConfigureAwait(false);
                    ReadResult end = await stream.Input.ReadAsync(token).ConfigureAwait(false);
                    stream.Input.AdvanceTo(end.Buffer.End);
                }
            },
            cancellationToken);

    private async ValueTask<bool> TryAsync(
        PeerId peer, KademliaMessageType type, Func<CancellationToken, Task> exchange, CancellationToken cancellationToken)
    {
        Begin(peer);
        using CancellationTokenSource deadline = new(context.Options.RequestTimeout, context.Time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await exchange(either.Token).ConfigureAwait(false);
            context.Metrics.Requested(type, answered: true);
            return true;
        }
        catch (Exception exception)
            when (exception is DaaComputeException or OperationCanceledException or InvalidOperationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.Metrics.Requested(type, answered: false);
            DhtLog.RequestFailed(context.Log, peer, type, exception.Message);
            return false;
        }
        finally
        {
            End(peer);
        }
    }

    private void Begin(PeerId peer)
    {
        lock (_lock)
        {
            _asking[peer] = _asking.GetValueOrDefault(peer) + 1;
        }
    }

    private void End(PeerId peer)
    {
        lock (_lock)
        {
            if (--_asking[peer] == 0)
            {
                _asking.Remove(peer);
            }
        }
    }

    private void Introduce(PeerId peer, ImmutableArray<Multiaddress> addresses)
    {
        if (!addresses.IsEmpty && context.Network.FindConnection(peer) is null)
        {
            context.Directory.Add(new PeerInfo(peer, addresses), HearsayLifetime);
        }
    }

    private async Task<KademliaMessage> AskOnceAsync(PeerId peer, KademliaMessage request, CancellationToken cancellationToken)
    {
        if (streams.TryTake(peer) is IPeerStream waiting)
        {
            try
            {
                return await ExchangeAsync(peer, waiting, request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
                when (exception is ConnectionClosedException or ProtocolViolationException or InvalidOperationException)
            {
                // The peer may have closed the stream while it waited; that says nothing about the request.
                DhtLog.RequestFailed(context.Log, peer, request.Type, exception.Message);
            }
        }

        IPeerStream stream = await context.Network
            .OpenStreamAsync(peer, context.Protocol, cancellationToken).ConfigureAwait(false);
        return await ExchangeAsync(peer, stream, request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<KademliaMessage> ExchangeAsync(
        PeerId peer, IPeerStream stream, KademliaMessage request, CancellationToken cancellationToken)
    {
        try
        {
            await MessageStream.WriteAsync(stream.Output, request, cancellationToken).ConfigureAwait(false);
            KademliaMessage answer = await MessageStream
                .ReadAsync(stream.Input, context.Options.MaxMessageBytes, cancellationToken).ConfigureAwait(false)
                ?? throw new ConnectionClosedException("The peer closed the stream without an answer.");
            if (answer.Type != request.Type)
            {
                throw new ProtocolViolationException($"The answer to {request.Type} is {answer.Type}.");
            }

            await streams.ReturnAsync(peer, stream).ConfigureAwait(false);
            return answer;
        }
        catch (Exception exception)
        {
            stream.Abort(exception);
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
