using System.Security.Cryptography;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>Takes a hop's layer off a packet, in place.</summary>
internal static class OnionPeeler
{
    /// <summary>
    /// Peels. The order is that of least work for a bad packet: decapsulate, authenticator, replay, and only then the
    /// payload. Whatever fails, the sender is told nothing.
    /// </summary>
    /// <param name="primitives">The primitives.</param>
    /// <param name="own">This node's key of the packet's epoch.</param>
    /// <param name="packet">The packet; afterwards what goes to the next hop, or the payload at its old place.</param>
    /// <param name="command">This hop's orders, when it has any.</param>
    public static PeelOutcome Peel(OnionPrimitives primitives, EpochKey own, Span<byte> packet, out HopCommand command)
    {
        command = default;
        if (!IsWellFormed(packet))
        {
            return PeelOutcome.Malformed;
        }

        using HopKeys keys = Open(primitives, own, packet);
        Span<byte> expected = stackalloc byte[OnionLayout.MacSize];
        keys.Authenticate(primitives.Hash, packet, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, packet.Slice(OnionLayout.MacOffset, OnionLayout.MacSize)))
        {
            return PeelOutcome.Forged;
        }

        if (!own.Seen.TryAdd(keys.ReplayTag))
        {
            return PeelOutcome.Replayed;
        }

        Span<byte> routing = stackalloc byte[OnionLayout.RoutingSize + OnionLayout.SlotSize];
        routing[OnionLayout.RoutingSize..].Clear();
        packet.Slice(OnionLayout.RoutingOffset, OnionLayout.RoutingSize).CopyTo(routing);
        primitives.ApplyStream(keys.Stream, routing);
        if (!HopCommand.TryRead(routing, out command))
        {
            return PeelOutcome.Forged;
        }

        Span<byte> payload = packet[OnionLayout.HeaderSize..];
        WideBlock.Decrypt(primitives, keys.Payload, payload);
        switch (command.Action)
        {
            case HopAction.Forward:
                Advance(packet, routing);
                return PeelOutcome.Forward;
            case HopAction.Reply:
                return PeelOutcome.Reply;
            default:
                return OnionPacket.TryReadPayload(payload, out _) ? PeelOutcome.Deliver : PeelOutcome.Tampered;
        }
    }

    /// <summary>Whether a packet has the size and the version of this format.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> packet) =>
        packet.Length == OnionLayout.PacketSize && packet[0] == OnionLayout.Version && packet[2] == 0 && packet[3] == 0;

    private static HopKeys Open(OnionPrimitives primitives, EpochKey own, ReadOnlySpan<byte> packet)
    {
        Span<byte> secret = stackalloc byte[32];
        ReadOnlySpan<byte> ciphertext = packet.Slice(OnionLayout.PrefixSize, OnionLayout.CiphertextSize);
        own.Key.Decapsulate(ciphertext, secret);
        HopKeys keys = HopKeys.Derive(primitives.Hash, secret, ciphertext, own.Digest);
        CryptographicOperations.ZeroMemory(secret);
        return keys;
    }

    private static void Advance(Span<byte> packet, ReadOnlySpan<byte> routing)
    {
        routing.Slice(OnionLayout.CommandSize, OnionLayout.MacSize).CopyTo(packet[OnionLayout.MacOffset..]);
        routing.Slice(OnionLayout.CommandSize + OnionLayout.MacSize, OnionLayout.CiphertextSize)
            .CopyTo(packet[OnionLayout.PrefixSize..]);
        routing[OnionLayout.SlotSize..].CopyTo(packet[OnionLayout.RoutingOffset..]);
    }
}
