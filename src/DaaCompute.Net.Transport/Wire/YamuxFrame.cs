using System.Buffers.Binary;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>A yamux frame's header: version, type, flags, stream and length, 12 bytes, big-endian.</summary>
/// <param name="Type">What it carries.</param>
/// <param name="Flags">What it does to the stream.</param>
/// <param name="StreamId">The stream; 0 for the session itself.</param>
/// <param name="Length">Data: the payload's length. Otherwise the credit, the ping's value or the reason.</param>
/// <remarks>Source: github.com/hashicorp/yamux/blob/master/spec.md.</remarks>
internal readonly record struct YamuxFrame(YamuxFrameType Type, YamuxFlags Flags, uint StreamId, uint Length)
{
    /// <summary>The header's size, in bytes.</summary>
    public const int HeaderSize = 12;

    private const byte Version = 0;
    private const YamuxFlags AllFlags = YamuxFlags.Syn | YamuxFlags.Ack | YamuxFlags.Fin | YamuxFlags.Rst;

    /// <summary>Reads a header; false when version, type or flags are unknown, or session and stream are confused.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out YamuxFrame frame)
    {
        ulong start = BinaryPrimitives.ReadUInt64BigEndian(source);
        frame = new YamuxFrame(
            (YamuxFrameType)(byte)(start >> 48),
            (YamuxFlags)(ushort)(start >> 32),
            (uint)start,
            BinaryPrimitives.ReadUInt32BigEndian(source[8..]));
        bool ofSession = frame.Type >= YamuxFrameType.Ping;
        return start >> 56 == Version
            && frame.Type <= YamuxFrameType.GoAway
            && (frame.Flags & ~AllFlags) == 0
            && ofSession == (frame.StreamId == 0);
    }

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> destination)
    {
        ulong start = ((ulong)Version << 56) | ((ulong)Type << 48) | ((ulong)Flags << 32) | StreamId;
        BinaryPrimitives.WriteUInt64BigEndian(destination, start);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Length);
    }
}
