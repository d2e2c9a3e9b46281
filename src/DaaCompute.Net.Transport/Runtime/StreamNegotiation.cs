using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>multistream-select on a stream.</summary>
internal static class StreamNegotiation
{
    /// <summary>Proposes a protocol and waits for the answer.</summary>
    /// <exception cref="ProtocolNotSupportedException">The peer does not speak it.</exception>
    /// <exception cref="ConnectionClosedException">The stream ended first.</exception>
    /// <exception cref="ProtocolViolationException">The peer answered something else.</exception>
    public static async ValueTask DialAsync(
        IDuplexPipe stream, PeerId peer, ProtocolId protocol, CancellationToken cancellationToken)
    {
        MultistreamDialer dialer = new([protocol]);
        dialer.Start(stream.Output);
        await stream.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await ConfirmAsync(stream.Input, dialer, peer, protocol, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Proposes a protocol that the peer is known to speak, without waiting: the proposal leaves with the first flush, and
    /// the answer is checked by the first read of the result's input, which throws what <see cref="DialAsync"/> throws.
    /// </summary>
    public static IDuplexPipe DialLazily(IDuplexPipe stream, PeerId peer, ProtocolId protocol)
    {
        MultistreamDialer dialer = new([protocol]);
        dialer.Start(stream.Output);
        return new NegotiatingPipe(stream, dialer, peer, protocol);
    }

    /// <summary>Answers the peer's proposals until one is supported.</summary>
    /// <exception cref="ConnectionClosedException">The stream ended first.</exception>
    /// <exception cref="ProtocolViolationException">The peer speaks something else, or proposes without end.</exception>
    public static async ValueTask<ProtocolId> ListenAsync(
        IDuplexPipe stream, Func<string, bool> isSupported, CancellationToken cancellationToken)
    {
        MultistreamListener listener = new(isSupported);
        while (true)
        {
            string line = await ReadLineAsync(stream, cancellationToken).ConfigureAwait(false);
            if (listener.Receive(line, stream.Output) == NegotiationStatus.Agreed)
            {
                await stream.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
                return listener.Agreed;
            }

            if (line != MultistreamMessage.Header)
            {
                // A lazy dialer has sent more behind its proposal, which is no line: it has to hear the refusal first.
                await stream.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads the answer to a proposal.</summary>
    internal static async ValueTask ConfirmAsync(
        PipeReader input, MultistreamDialer dialer, PeerId peer, ProtocolId protocol, CancellationToken cancellationToken)
    {
        NegotiationStatus status = NegotiationStatus.Pending;
        ArrayBufferWriter<byte> nothing = new();
        while (status == NegotiationStatus.Pending)
        {
            string? line = null;
            while (line is null)
            {
                ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
                line = TakeLine(input, result);
            }

            status = dialer.Receive(line, nothing);
        }

        if (status == NegotiationStatus.Refused)
        {
            throw new ProtocolNotSupportedException(peer, protocol);
        }
    }

    private static async ValueTask<string> ReadLineAsync(IDuplexPipe stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!stream.Input.TryRead(out ReadResult result))
            {
                await stream.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
                result = await stream.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            if (TakeLine(stream.Input, result) is { } line)
            {
                return line;
            }
        }
    }

    private static string? TakeLine(PipeReader input, in ReadResult result)
    {
        ReadOnlySequence<byte> buffer = result.Buffer;
        if (MultistreamMessage.TryRead(buffer, out string line, out long consumed))
        {
            input.AdvanceTo(buffer.GetPosition(consumed));
            return line;
        }

        input.AdvanceTo(buffer.Start, buffer.End);
        return result.IsCompleted
            ? throw new ConnectionClosedException("The stream ended while its protocol was negotiated.")
            : null;
    }
}
