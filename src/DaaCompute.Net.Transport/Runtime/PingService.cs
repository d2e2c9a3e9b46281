using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Measures round trips.</summary>
internal sealed class PingService(NetworkContext context)
{
    /// <summary>Sends 32 random bytes and waits for them to come back.</summary>
    /// <exception cref="ProtocolViolationException">Others came back.</exception>
    /// <exception cref="ConnectionClosedException">The stream ended, or nothing came in time.</exception>
    public async ValueTask<TimeSpan> PingAsync(PeerConnection connection, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(context.Options.NegotiationTimeout, context.Time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            IPeerStream stream =
                await connection.OpenStreamAsync(PingHandler.PingProtocol, either.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                TimeSpan roundTrip = await MeasureAsync(stream, either.Token).ConfigureAwait(false);
                connection.Measured(roundTrip);
                return roundTrip;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectionClosedException(
                $"Peer {connection.PeerId} did not answer a ping within {context.Options.NegotiationTimeout}.");
        }
    }

    private async ValueTask<TimeSpan> MeasureAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        byte[] payload = new byte[PingHandler.PayloadLength];
        context.Entropy.Fill(payload);
        long sent = context.Time.GetTimestamp();
        await stream.Output.WriteAsync(payload, cancellationToken).ConfigureAwait(false);
        ReadResult result = await stream.Input.ReadAtLeastAsync(payload.Length, cancellationToken).ConfigureAwait(false);
        TimeSpan roundTrip = context.Time.GetElapsedTime(sent);
        bool isWhole = result.Buffer.Length >= payload.Length;
        bool isSame = isWhole
            && CryptographicOperations.FixedTimeEquals(result.Buffer.Slice(0, payload.Length).ToArray(), payload);
        stream.Input.AdvanceTo(result.Buffer.End);
        return isSame ? roundTrip
            : isWhole ? throw new ProtocolViolationException("A ping came back changed.")
            : throw new ConnectionClosedException("The stream ended before the ping came back.");
    }
}
