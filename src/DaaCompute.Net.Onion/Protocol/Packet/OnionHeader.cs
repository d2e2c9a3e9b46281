using System.Security.Cryptography;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>Builds headers: Sphinx with a KEM at every hop.</summary>
/// <remarks>
/// Source: Sphinx (Danezis and Goldberg 2009) as Katzenpost's KEM Sphinx has it. What a short path leaves free is random,
/// never zero: a zero would tell the last hop how long the path was (Kuhn, Beck and Strufe 2020).
/// </remarks>
internal static class OnionHeader
{
    /// <summary>Builds the header for the first hop, and the keys of all, which the caller disposes of.</summary>
    /// <param name="primitives">The primitives.</param>
    /// <param name="epoch">The epoch of all keys.</param>
    /// <param name="hops">The path: 1 to 4, the recipient last.</param>
    /// <param name="last">What the last hop is to do.</param>
    /// <param name="header">Receives <see cref="OnionLayout.HeaderSize"/> bytes.</param>
    public static HopKeys[] Build(
        OnionPrimitives primitives, byte epoch, IReadOnlyList<OnionHop> hops, HopCommand last, Span<byte> header)
    {
        ArgumentOutOfRangeException.ThrowIfZero(hops.Count, nameof(hops));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hops.Count, OnionLayout.MaxHops, nameof(hops));
        byte[] ciphertexts = new byte[hops.Count * OnionLayout.CiphertextSize];
        HopKeys[] keys = Encapsulate(primitives, hops, ciphertexts);
        byte[] filler = Filler(primitives, keys);

        WritePrefix(epoch, header);
        Span<byte> routing = header.Slice(OnionLayout.RoutingOffset, OnionLayout.RoutingSize);
        for (int hop = hops.Count - 1; hop >= 0; hop--)
        {
            if (hop == hops.Count - 1)
            {
                last.Write(routing);
                Span<byte> rest = routing[OnionLayout.CommandSize..^filler.Length];
                primitives.Entropy.Fill(rest);
                EncryptRouting(primitives, keys[hop], routing[..^filler.Length]);
                filler.CopyTo(routing[^filler.Length..]);
            }
            else
            {
                Prepend(routing, header, hops[hop], hops[hop + 1].Peer);
                EncryptRouting(primitives, keys[hop], routing);
            }

            ciphertexts.AsSpan(hop * OnionLayout.CiphertextSize, OnionLayout.CiphertextSize)
                .CopyTo(header[OnionLayout.PrefixSize..]);
            keys[hop].Authenticate(primitives.Hash, header, header.Slice(OnionLayout.MacOffset, OnionLayout.MacSize));
        }

        return keys;
    }

    /// <summary>Writes the bytes that everybody sees.</summary>
    public static void WritePrefix(byte epoch, Span<byte> header)
    {
        header[0] = OnionLayout.Version;
        header[1] = epoch;
        header[2] = header[3] = 0;
    }

    private static HopKeys[] Encapsulate(OnionPrimitives primitives, IReadOnlyList<OnionHop> hops, Span<byte> ciphertexts)
    {
        Span<byte> secret = stackalloc byte[32];
        HopKeys[] keys = new HopKeys[hops.Count];
        for (int hop = 0; hop < hops.Count; hop++)
        {
            Span<byte> ciphertext = ciphertexts.Slice(hop * OnionLayout.CiphertextSize, OnionLayout.CiphertextSize);
            hops[hop].Key.Encapsulate(ciphertext, secret);
            keys[hop] = HopKeys.Derive(primitives.Hash, secret, ciphertext, hops[hop].KeyDigest);
        }

        CryptographicOperations.ZeroMemory(secret);
        return keys;
    }

    /// <summary>What the hops before the last add at the end, so that the header keeps its size: the last one finds it there.</summary>
    private static byte[] Filler(OnionPrimitives primitives, HopKeys[] keys)
    {
        byte[] filler = new byte[(keys.Length - 1) * OnionLayout.SlotSize];
        byte[] stream = new byte[OnionLayout.RoutingSize + OnionLayout.SlotSize];
        for (int hop = 0; hop < keys.Length - 1; hop++)
        {
            int length = (hop + 1) * OnionLayout.SlotSize;
            stream.AsSpan().Clear();
            primitives.ApplyStream(keys[hop].Stream, stream);
            Span<byte> grown = filler.AsSpan(0, length);
            ReadOnlySpan<byte> end = stream.AsSpan(stream.Length - length);
            for (int index = 0; index < length; index++)
            {
                grown[index] ^= end[index];
            }
        }

        return filler;
    }

    /// <summary>Puts a hop's slot in front of what the next one gets, which loses its end: the hop itself restores it.</summary>
    private static void Prepend(Span<byte> routing, ReadOnlySpan<byte> header, OnionHop hop, ContentDigest next)
    {
        routing[..^OnionLayout.SlotSize].CopyTo(routing[OnionLayout.SlotSize..]);
        new HopCommand { Action = HopAction.Forward, Delay = hop.Delay, Target = next }.Write(routing);
        header.Slice(OnionLayout.MacOffset, OnionLayout.MacSize).CopyTo(routing[OnionLayout.CommandSize..]);
        header.Slice(OnionLayout.PrefixSize, OnionLayout.CiphertextSize)
            .CopyTo(routing[(OnionLayout.CommandSize + OnionLayout.MacSize)..]);
    }

    private static void EncryptRouting(OnionPrimitives primitives, HopKeys keys, Span<byte> routing) =>
        primitives.ApplyStream(keys.Stream, routing);
}
