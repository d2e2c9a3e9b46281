using DaaCompute.Net.Dht.Diagnostics;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Answers the requests of other peers.</summary>
internal sealed class KademliaHandler(DhtContext context, DhtState state) : IProtocolHandler
{
    public ProtocolId Protocol => context.Protocol;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        PeerId peer = stream.Connection.RemotePeer.Id;
        using CancellationTokenSource deadline = new(context.Options.RequestTimeout, context.Time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            for (int count = 0; count < context.Options.RequestsPerStream; count++)
            {
                deadline.CancelAfter(context.Options.RequestTimeout);
                if (!await ServeAsync(peer, stream, either.Token).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (ProtocolViolationException exception)
        {
            context.Metrics.Refused("violation");
            DhtLog.PeerMisbehaved(context.Log, peer, exception.Message);
            stream.Abort(exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing more was asked for a while, or the answer was not taken.
            stream.Abort();
        }
        catch (ConnectionClosedException)
        {
            // The peer has reset the stream: it wants no answer.
            stream.Abort();
        }
    }

    /// <summary>Answers one request; false when there is none any more.</summary>
    private async ValueTask<bool> ServeAsync(PeerId peer, IPeerStream stream, CancellationToken cancellationToken)
    {
        KademliaMessage? request = await MessageStream
            .ReadAsync(stream.Input, context.Options.MaxMessageBytes, cancellationToken).ConfigureAwait(false);
        if (request is null)
        {
            return false;
        }

        if (!state.TryTakeRequest(peer))
        {
            context.Metrics.Refused("rate");
            DhtLog.RequestsLimited(context.Log, peer);
            stream.Abort();
            return false;
        }

        if (!state.TryAnswer(stream.Connection, request, out KademliaMessage? answer))
        {
            throw new ProtocolViolationException($"{request.Type} has no key of the right form, or a record that is not valid.");
        }

        context.Metrics.Served(request.Type);
        if (answer is not null)
        {
            await MessageStream.WriteAsync(stream.Output, answer, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
