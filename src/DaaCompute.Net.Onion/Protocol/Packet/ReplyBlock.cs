using System.Security.Cryptography;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>
/// A single-use reply block: a header that leads back to who made it, for somebody who must not learn where that is.
/// </summary>
/// <remarks>Header, the first hop, the key of the reply: see <see cref="OnionLayout.ReplyBlockSize"/>.</remarks>
internal static class ReplyBlock
{
    private const string Context = "daa-compute.net onion 1: payload of a reply";
    private const int KeyOffset = OnionLayout.HeaderSize + OnionLayout.PeerDigestSize;

    /// <summary>Makes a reply block.</summary>
    /// <param name="primitives">The primitives.</param>
    /// <param name="epoch">The epoch of all keys.</param>
    /// <param name="hops">The path back, its maker last.</param>
    /// <param name="block">Receives <see cref="OnionLayout.ReplyBlockSize"/> bytes.</param>
    /// <returns>What its maker must keep to read the reply.</returns>
    public static ReplySecrets Create(
        OnionPrimitives primitives, byte epoch, IReadOnlyList<OnionHop> hops, Span<byte> block)
    {
        Span<byte> id = stackalloc byte[ContentDigest.Size];
        primitives.Entropy.Fill(id);
        ContentDigest number = new(id);
        HopKeys[] keys = OnionHeader.Build(
            primitives,
            epoch,
            hops,
            new HopCommand { Action = HopAction.Reply, Target = number },
            block[..OnionLayout.HeaderSize]);
        hops[0].Peer.CopyTo(block[OnionLayout.HeaderSize..]);
        Span<byte> key = block[KeyOffset..OnionLayout.ReplyBlockSize];
        primitives.Entropy.Fill(key);
        byte[] payloadKeys = new byte[WideBlock.KeysSize];
        primitives.Hash.DeriveKey(Context, key, payloadKeys);
        return new ReplySecrets(number, payloadKeys, keys);
    }

    /// <summary>The first hop of a reply block.</summary>
    public static ContentDigest FirstHop(ReadOnlySpan<byte> block) =>
        new(block.Slice(OnionLayout.HeaderSize, OnionLayout.PeerDigestSize));

    /// <summary>Whether bytes may be a reply block; whether they are shows at the first hop.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> block) =>
        block.Length == OnionLayout.ReplyBlockSize && block[0] == OnionLayout.Version && block[2] == 0 && block[3] == 0;

    /// <summary>Makes the packet that answers with a cell.</summary>
    public static void Use(
        OnionPrimitives primitives, ReadOnlySpan<byte> block, ReadOnlySpan<byte> cell, Span<byte> packet)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cell.Length, OnionLayout.CellSize, nameof(cell));
        block[..OnionLayout.HeaderSize].CopyTo(packet);
        Span<byte> payload = packet.Slice(OnionLayout.HeaderSize, OnionLayout.PayloadSize);
        OnionPacket.WritePayload(cell, payload);
        Span<byte> keys = stackalloc byte[WideBlock.KeysSize];
        primitives.Hash.DeriveKey(Context, block[KeyOffset..OnionLayout.ReplyBlockSize], keys);
        WideBlock.Encrypt(primitives, keys, payload);
        CryptographicOperations.ZeroMemory(keys);
    }
}
