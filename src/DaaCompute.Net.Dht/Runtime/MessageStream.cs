using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Messages on a stream, each with its length before it as a varint.</summary>
internal static class MessageStream
{
    /// <summary>Reads one message.</summary>
    /// <returns>The message; null when the stream ends before one begins.</returns>
    /// <exception cref="ProtocolViolationException">It is too long, malformed, or cut off.</exception>
    public static async ValueTask<KademliaMessage?> ReadAsync(
        PipeReader input, int maxLength, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (TryTake(buffer, maxLength, out KademliaMessage? message, out SequencePosition end))
            {
                input.AdvanceTo(end);
                return message;
            }

            bool isCut = !buffer.IsEmpty;
            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return isCut ? throw new ProtocolViolationException("The stream ended inside a message.") : null;
            }
        }
    }

    /// <summary>Writes one message and flushes.</summary>
    public static async ValueTask WriteAsync(
        PipeWriter output, KademliaMessage message, CancellationToken cancellationToken)
    {
        UnsignedVarint.Write(output, (ulong)KademliaCodec.GetLength(message));
        KademliaCodec.Write(message, output);
        FlushResult result = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (result.IsCompleted)
        {
            throw new ConnectionClosedException("The peer takes no more messages on this stream.");
        }
    }

    private static bool TryTake(
        ReadOnlySequence<byte> buffer, int maxLength, out KademliaMessage? message, out SequencePosition end)
    {
        message = null;
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
        end = body.End;
        message = body.IsSingleSegment ? Decode(body.FirstSpan) : DecodeCopy(body);
        return true;
    }

    private static KademliaMessage DecodeCopy(ReadOnlySequence<byte> body)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(rented);
            return Decode(rented.AsSpan(0, (int)body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static KademliaMessage Decode(ReadOnlySpan<byte> body) =>
        KademliaCodec.TryRead(body, out KademliaMessage? message)
            ? message
            : throw new ProtocolViolationException("A message is malformed.");
}
