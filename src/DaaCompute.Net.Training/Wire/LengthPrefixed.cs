using System.Buffers;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Wire;
using Google.Protobuf;

namespace DaaCompute.Net.Training.Wire;

/// <summary>Messages on a stream, each preceded by its length as a varint.</summary>
internal static class LengthPrefixed
{
    /// <summary>The largest control message: a statement of 256 members with as many accusations is 35 KiB.</summary>
    public const int MaxLength = 64 * 1024;

    public static byte[] Frame(IMessage message)
    {
        int length = message.CalculateSize();
        int prefix = UnsignedVarint.GetLength((ulong)length);
        byte[] frame = new byte[prefix + length];
        UnsignedVarint.Write(frame, (ulong)length);
        message.WriteTo(frame.AsSpan(prefix));
        return frame;
    }

    /// <summary>Takes one message off the front of a buffer; false when it is not all there yet.</summary>
    /// <exception cref="ProtocolViolationException">The length is malformed or too large.</exception>
    public static bool TryTake(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> message)
    {
        message = default;
        Span<byte> start = stackalloc byte[UnsignedVarint.MaxLength];
        int available = (int)Math.Min(start.Length, buffer.Length);
        buffer.Slice(0, available).CopyTo(start);
        switch (UnsignedVarint.Read(start[..available], out ulong length, out int read))
        {
            case OperationStatus.NeedMoreData:
                return false;
            case OperationStatus.InvalidData:
                throw new ProtocolViolationException("A control message's length is malformed.");
        }

        if (length is 0 or > MaxLength)
        {
            throw new ProtocolViolationException(
                $"A control message of {length} bytes is refused; the limit is {MaxLength}.");
        }

        if (buffer.Length < read + (long)length)
        {
            return false;
        }

        message = buffer.Slice(read, (long)length);
        buffer = buffer.Slice(read + (long)length);
        return true;
    }
}
