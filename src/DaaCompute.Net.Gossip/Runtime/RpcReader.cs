using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Gossip.Wire;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>Takes RPCs off a stream, each preceded by its length as a varint.</summary>
/// <remarks>
/// What arrives of a long RPC is taken out of the stream at once, for the stream's window may be smaller than the RPC;
/// memory grows with what has arrived, not with the length that was claimed.
/// </remarks>
internal sealed class RpcReader(PipeReader input)
{
    /// <summary>The next RPC, in memory of its own; null at the end of the stream.</summary>
    /// <exception cref="ProtocolViolationException">The length is malformed or above 1 MiB, or the stream ends inside an RPC.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (TryTakeLength(ref buffer, out int length))
            {
                return await ReadBodyAsync(buffer, length, cancellationToken).ConfigureAwait(false);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw Truncated();
            }
        }
    }

    private static ProtocolViolationException Truncated() => new("A gossip stream ended inside an RPC.");

    private static bool TryTakeLength(ref ReadOnlySequence<byte> buffer, out int length)
    {
        Span<byte> prefix = stackalloc byte[UnsignedVarint.MaxLength];
        int available = (int)Math.Min(prefix.Length, buffer.Length);
        buffer.Slice(0, available).CopyTo(prefix);
        OperationStatus status = UnsignedVarint.Read(prefix[..available], out ulong value, out int read);
        if (status == OperationStatus.InvalidData)
        {
            throw new ProtocolViolationException("A gossip RPC's length is malformed.");
        }

        if (value > GossipFields.MaxRpcLength)
        {
            throw new ProtocolViolationException(
                $"A gossip RPC of {value} bytes is refused; the limit is {GossipFields.MaxRpcLength}.");
        }

        length = (int)value;
        buffer = status == OperationStatus.Done ? buffer.Slice(read) : buffer;
        return status == OperationStatus.Done;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(
        ReadOnlySequence<byte> buffer, int length, CancellationToken cancellationToken)
    {
        if (buffer.Length >= length)
        {
            ReadOnlySequence<byte> whole = buffer.Slice(0, length);
            byte[] body = whole.ToArray();
            input.AdvanceTo(whole.End);
            return body;
        }

        ArrayBufferWriter<byte> collected = new(Math.Max(1, (int)buffer.Length));
        while (true)
        {
            ReadOnlySequence<byte> part = buffer.Slice(0, Math.Min(buffer.Length, length - collected.WrittenCount));
            foreach (ReadOnlyMemory<byte> segment in part)
            {
                collected.Write(segment.Span);
            }

            input.AdvanceTo(part.End);
            if (collected.WrittenCount == length)
            {
                return collected.WrittenMemory;
            }

            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            buffer = result.Buffer;
            if (result.IsCompleted && buffer.IsEmpty)
            {
                input.AdvanceTo(buffer.End);
                throw Truncated();
            }
        }
    }
}
