using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>One message with its length before it as a varint.</summary>
internal static class LengthPrefixedMessage
{
    /// <summary>Reads one whole message.</summary>
    /// <exception cref="ProtocolViolationException">It is longer than allowed, or its length is malformed.</exception>
    /// <exception cref="ConnectionClosedException">The stream ended first.</exception>
    public static async ValueTask<byte[]> ReadAsync(PipeReader input, int maxLength, CancellationToken cancellationToken) =>
        await TryReadAsync(input, maxLength, cancellationToken).ConfigureAwait(false)
            ?? throw new ConnectionClosedException("The stream ended where a message was expected.");

    /// <summary>Reads one whole message, or null where the stream ends before its first byte.</summary>
    /// <exception cref="ProtocolViolationException">It is longer than allowed, or its length is malformed.</exception>
    /// <exception cref="ConnectionClosedException">The stream ended inside it.</exception>
    public static async ValueTask<byte[]?> TryReadAsync(
        PipeReader input, int maxLength, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (TryTake(buffer, maxLength, out byte[] message, out SequencePosition end))
            {
                input.AdvanceTo(end);
                return message;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                if (buffer.IsEmpty)
                {
                    return null;
                }

                throw new ConnectionClosedException("The stream ended inside a message.");
            }
        }
    }

    /// <summary>Writes one message and flushes.</summary>
    public static async ValueTask WriteAsync(
        PipeWriter output, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        UnsignedVarint.Write(output, (ulong)message.Length);
        output.Write(message.Span);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool TryTake(ReadOnlySequence<byte> buffer, int maxLength, out byte[] message, out SequencePosition end)
    {
        message = [];
        end = buffer.Start;
        Span<byte> prefix = stackalloc byte[UnsignedVarint.MaxLength];
        ReadOnlySequence<byte> head = buffer.Slice(0, Math.Min(buffer.Length, prefix.Length));
        head.CopyTo(prefix);
        OperationStatus status = UnsignedVarint.Read(prefix[..(int)head.Length], out ulong length, out int read);
        if (status == OperationStatus.InvalidData || (status == OperationStatus.Done && length > (ulong)maxLength))
        {
            throw new ProtocolViolationException($"A message is longer than {maxLength} bytes, or its length is malformed.");
        }

        if (status != OperationStatus.Done || buffer.Length < read + (long)length)
        {
            return false;
        }

        ReadOnlySequence<byte> body = buffer.Slice(read, (long)length);
        message = body.ToArray();
        end = body.End;
        return true;
    }
}
