using System.Security.Cryptography;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>What the maker of a reply block keeps to read the one reply.</summary>
internal sealed class ReplySecrets(ContentDigest id, byte[] payloadKeys, HopKeys[] hops) : IDisposable
{
    /// <summary>The reply block's number, which its last hop, the maker, finds in its orders.</summary>
    public ContentDigest Id => id;

    /// <summary>Reads a reply; false when somebody changed it.</summary>
    /// <param name="primitives">The primitives.</param>
    /// <param name="payload">The payload as the peeler left it; decrypted in place.</param>
    /// <param name="cell">The cell, when the result is true.</param>
    public bool TryRead(OnionPrimitives primitives, Span<byte> payload, out ReadOnlySpan<byte> cell)
    {
        // Each hop, the maker's own peeling included, has decrypted what nobody had encrypted: undone in reverse.
        for (int hop = hops.Length - 1; hop >= 0; hop--)
        {
            WideBlock.Encrypt(primitives, hops[hop].Payload, payload);
        }

        WideBlock.Decrypt(primitives, payloadKeys, payload);
        return OnionPacket.TryReadPayload(payload[..OnionLayout.PayloadSize], out cell);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(payloadKeys);
        foreach (HopKeys keys in hops)
        {
            keys.Dispose();
        }
    }
}
