using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>
/// LIONESS (Anderson and Biham 1996): a cipher whose block is the whole payload, so that a changed bit anywhere changes
/// everything. Four rounds: with three it is no strong pseudorandom permutation.
/// </summary>
internal static class WideBlock
{
    /// <summary>Four keys of 32 bytes.</summary>
    public const int KeysSize = 4 * KeySize;

    private const int KeySize = 32;

    public static void Encrypt(OnionPrimitives primitives, ReadOnlySpan<byte> keys, Span<byte> block)
    {
        Span<byte> left = block[..KeySize];
        Span<byte> right = block[KeySize..];
        Stream(primitives, keys[..KeySize], left, right);
        Hash(primitives.Hash, keys.Slice(KeySize, KeySize), left, right);
        Stream(primitives, keys.Slice(2 * KeySize, KeySize), left, right);
        Hash(primitives.Hash, keys.Slice(3 * KeySize, KeySize), left, right);
    }

    public static void Decrypt(OnionPrimitives primitives, ReadOnlySpan<byte> keys, Span<byte> block)
    {
        Span<byte> left = block[..KeySize];
        Span<byte> right = block[KeySize..];
        Hash(primitives.Hash, keys.Slice(3 * KeySize, KeySize), left, right);
        Stream(primitives, keys.Slice(2 * KeySize, KeySize), left, right);
        Hash(primitives.Hash, keys.Slice(KeySize, KeySize), left, right);
        Stream(primitives, keys[..KeySize], left, right);
    }

    /// <summary>The right side takes the stream that the left side and a key name.</summary>
    private static void Stream(OnionPrimitives primitives, ReadOnlySpan<byte> key, ReadOnlySpan<byte> left, Span<byte> right)
    {
        Span<byte> streamKey = stackalloc byte[KeySize];
        left.CopyTo(streamKey);
        Xor(streamKey, key);
        primitives.ApplyStream(streamKey, right);
        CryptographicOperations.ZeroMemory(streamKey);
    }

    /// <summary>The left side takes the keyed hash of the right one.</summary>
    private static void Hash(IKeyedHash hash, ReadOnlySpan<byte> key, Span<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> digest = stackalloc byte[KeySize];
        hash.Hash(key, right, digest);
        Xor(left, digest);
        CryptographicOperations.ZeroMemory(digest);
    }

    private static void Xor(Span<byte> target, ReadOnlySpan<byte> source)
    {
        Vector256<byte> sum = Vector256.Create<byte>(target) ^ Vector256.Create(source);
        MemoryMarshal.Write(target, in sum);
    }
}
