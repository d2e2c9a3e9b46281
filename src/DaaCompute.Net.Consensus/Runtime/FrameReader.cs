using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>Takes frames off a stream. Memory grows with what has arrived, not with the length that was claimed.</summary>
internal sealed class FrameReader(PipeReader input)
{
    /// <summary>The next frame in memory of its own; null at the end of the stream.</summary>
    /// <exception cref="ProtocolViolationException">A length is malformed or too large, or the stream ends inside a frame.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        int? length = null;
        ArrayBufferWriter<byte>? collected = null;
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (length is null && TryTakeLength(ref buffer, out int read))
            {
                length = read;
                collected = new ArrayBufferWriter<byte>((int)Math.Clamp(buffer.Length, 1, Math.Max(1, read)));
            }

            if (length is int whole && collected is not null)
            {
                ReadOnlySequence<byte> part = buffer.Slice(0, Math.Min(buffer.Length, whole - collected.WrittenCount));
                foreach (ReadOnlyMemory<byte> segment in part)
                {
                    collected.Write(segment.Span);
                }

                input.AdvanceTo(part.End);
                if (collected.WrittenCount == whole)
                {
                    return collected.WrittenMemory;
                }
            }
            else
            {
                input.AdvanceTo(buffer.Start, buffer.End);
            }

            if (result.IsCompleted)
            {
                return length is null && buffer.IsEmpty
                    ? null
                    : throw new ProtocolViolationException("A consensus stream ended inside a frame.");
            }
        }
    }

    private static bool TryTakeLength(ref ReadOnlySequence<byte> buffer, out int length)
    {
        Span<byte> prefix = stackalloc byte[UnsignedVarint.MaxLength];
        int available = (int)Math.Min(prefix.Length, buffer.Length);
        buffer.Slice(0, available).CopyTo(prefix);
        OperationStatus status = UnsignedVarint.Read(prefix[..available], out ulong value, out int read);
        if (status == OperationStatus.InvalidData || value > ConsensusCodec.MaxFrameLength
            || (status == OperationStatus.Done && value == 0))
        {
            throw new ProtocolViolationException("A consensus frame's length is malformed or above 1 MiB.");
        }

        length = (int)value;
        buffer = status == OperationStatus.Done ? buffer.Slice(read) : buffer;
        return status == OperationStatus.Done;
    }
}
