using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>Frames: a length as a varint, then 1 kind, 2 epoch, 3 round, 4 height, 5 digest, 6 items.</summary>
internal static class ConsensusCodec
{
    /// <summary>The longest frame without its length, in bytes: the limit for control messages.</summary>
    public const int MaxFrameLength = 1024 * 1024;

    /// <summary>The most items of a frame.</summary>
    public const int MaxItems = 4096;

    /// <summary>The largest number: sums stay far from overflow.</summary>
    private const ulong MaxNumber = 1UL << 48;

    /// <summary>A frame with its length before it.</summary>
    public static byte[] Frame(ConsensusMessage message)
    {
        byte[] body = Encode(message);
        byte[] frame = new byte[UnsignedVarint.GetLength((ulong)body.Length) + body.Length];
        body.CopyTo(frame.AsSpan(UnsignedVarint.Write(frame, (ulong)body.Length)));
        return frame;
    }

    public static byte[] Encode(ConsensusMessage message)
    {
        ArrayBufferWriter<byte> output = new(64 + message.Items.Sum(static item => item.Length + 6));
        ProtobufWriter writer = new(output);
        writer.WriteVarint(1, (ulong)message.Kind);
        WriteNumber(writer, 2, message.Epoch);
        WriteNumber(writer, 3, message.Round);
        WriteNumber(writer, 4, message.Height);
        if (message.Digest != default)
        {
            writer.WriteBytes(5, message.Digest.ToArray());
        }

        foreach (ReadOnlyMemory<byte> item in message.Items)
        {
            writer.WriteBytes(6, item.Span);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a frame without its length.</summary>
    /// <param name="encoded">The frame; the message keeps hold of it.</param>
    /// <param name="message">The message, when the result is true.</param>
    public static bool TryDecode(ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out ConsensusMessage? message)
    {
        message = null;
        ConsensusMessage read = new(default(ConsensusMessageKind));
        List<ReadOnlyMemory<byte>>? items = null;
        int position = 0;
        ProtobufReader reader = new(encoded.Span);
        while (reader.Read())
        {
            if (reader.WireType == ProtobufWireType.Varint && reader.Value <= MaxNumber)
            {
                position += VarintFieldLength(reader.FieldNumber, reader.Value);
                long value = (long)reader.Value;
                ConsensusMessage? next = reader.FieldNumber switch
                {
                    1 when Enum.IsDefined((ConsensusMessageKind)value) => read with { Kind = (ConsensusMessageKind)value },
                    2 => read with { Epoch = value },
                    3 => read with { Round = value },
                    4 => read with { Height = value },
                    _ => null,
                };
                if (next is null)
                {
                    return false;
                }

                read = next;
            }
            else if (reader is { WireType: ProtobufWireType.LengthDelimited, FieldNumber: 5, Bytes.Length: ContentDigest.Size })
            {
                position += ProtobufWriter.GetBytesLength(5, ContentDigest.Size);
                read = read with { Digest = new ContentDigest(reader.Bytes) };
            }
            else if (reader is { WireType: ProtobufWireType.LengthDelimited, FieldNumber: 6 } && items is not { Count: MaxItems })
            {
                position += ProtobufWriter.GetBytesLength(6, reader.Bytes.Length);
                if (position > encoded.Length)
                {
                    return false;
                }

                (items ??= []).Add(encoded.Slice(position - reader.Bytes.Length, reader.Bytes.Length));
            }
            else
            {
                return false;
            }
        }

        if (reader.IsMalformed || read.Kind == 0 || position != encoded.Length)
        {
            // A longer way to write a number would leave the position behind.
            return false;
        }

        message = read with { Items = items is null ? [] : [.. items] };
        return true;
    }

    private static void WriteNumber(ProtobufWriter writer, int field, long value)
    {
        if (value != 0)
        {
            writer.WriteVarint(field, (ulong)value);
        }
    }

    private static int VarintFieldLength(int field, ulong value) => ProtobufWriter.GetVarintLength(field, value);
}
