using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>Builds packets.</summary>
internal static class OnionPacket
{
    /// <summary>Builds a packet for the first hop of a path.</summary>
    /// <param name="primitives">The primitives.</param>
    /// <param name="epoch">The epoch of all keys.</param>
    /// <param name="hops">The path: 1 to 4, the recipient last.</param>
    /// <param name="cell">What the recipient gets: exactly <see cref="OnionLayout.CellSize"/> bytes.</param>
    /// <param name="packet">Receives <see cref="OnionLayout.PacketSize"/> bytes.</param>
    public static void Build(
        OnionPrimitives primitives, byte epoch, IReadOnlyList<OnionHop> hops, ReadOnlySpan<byte> cell, Span<byte> packet)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cell.Length, OnionLayout.CellSize, nameof(cell));
        HopKeys[] keys = OnionHeader.Build(
            primitives, epoch, hops, new HopCommand { Action = HopAction.Deliver }, packet[..OnionLayout.HeaderSize]);
        Span<byte> payload = packet.Slice(OnionLayout.HeaderSize, OnionLayout.PayloadSize);
        WritePayload(cell, payload);
        for (int hop = keys.Length - 1; hop >= 0; hop--)
        {
            WideBlock.Encrypt(primitives, keys[hop].Payload, payload);
            keys[hop].Dispose();
        }
    }

    /// <summary>Writes a cell behind its tag, not encrypted yet.</summary>
    public static void WritePayload(ReadOnlySpan<byte> cell, Span<byte> payload)
    {
        payload[..OnionLayout.TagSize].Clear();
        cell.CopyTo(payload[OnionLayout.TagSize..]);
    }

    /// <summary>The cell of a decrypted payload; false when somebody changed it on the way.</summary>
    public static bool TryReadPayload(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> cell)
    {
        cell = payload[OnionLayout.TagSize..];
        return payload[..OnionLayout.TagSize].IndexOfAnyExcept((byte)0) < 0;
    }
}
