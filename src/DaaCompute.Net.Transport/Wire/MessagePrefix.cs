using System.Buffers;
using System.Buffers.Binary;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>The two big-endian bytes before every handshake message and record. Source: libp2p/specs noise.</summary>
internal static class MessagePrefix
{
    /// <summary>Writes a message behind its length.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> message)
    {
        Span<byte> prefix = output.GetSpan(sizeof(ushort));
        BinaryPrimitives.WriteUInt16BigEndian(prefix, checked((ushort)message.Length));
        output.Advance(sizeof(ushort));
        output.Write(message);
    }
}
