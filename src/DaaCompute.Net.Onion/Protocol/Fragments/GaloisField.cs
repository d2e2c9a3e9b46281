using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace DaaCompute.Net.Onion.Protocol.Fragments;

/// <summary>GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (0x11D) and the generator 2.</summary>
internal static class GaloisField
{
    private const int Polynomial = 0x11D;

    private static readonly ImmutableArray<byte> Powers = MakePowers();

    private static readonly ImmutableArray<byte> Logarithms = MakeLogarithms();

    public static byte Multiply(byte left, byte right) =>
        left == 0 || right == 0 ? (byte)0 : Powers[Logarithms[left] + Logarithms[right]];

    public static byte Invert(byte value) => value == 0
        ? throw new ArgumentOutOfRangeException(nameof(value), "Zero has no inverse.")
        : Powers[255 - Logarithms[value]];

    /// <summary>Adds a multiple of one shard to another of the same length.</summary>
    public static void MultiplyAdd(byte factor, ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (factor == 0)
        {
            return;
        }

        // A product is the sum of those of the two halves of a byte: sixteen entries each, which one shuffle looks up.
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        for (int nibble = 0; nibble < 16; nibble++)
        {
            low[nibble] = Multiply(factor, (byte)nibble);
            high[nibble] = Multiply(factor, (byte)(nibble << 4));
        }

        Vector128<byte> lowTable = Vector128.Create<byte>(low);
        Vector128<byte> highTable = Vector128.Create<byte>(high);
        Vector128<byte> mask = Vector128.Create((byte)0x0F);
        int index = 0;
        for (; index <= source.Length - 16; index += 16)
        {
            Vector128<byte> bytes = Vector128.Create(source.Slice(index, 16));
            Vector128<byte> product = Vector128.Shuffle(lowTable, bytes & mask)
                ^ Vector128.Shuffle(highTable, Vector128.ShiftRightLogical(bytes, 4));
            (Vector128.Create<byte>(target.Slice(index, 16)) ^ product).CopyTo(target[index..]);
        }

        for (; index < source.Length; index++)
        {
            target[index] ^= (byte)(low[source[index] & 0x0F] ^ high[source[index] >> 4]);
        }
    }

    // Twice around, so that a sum of two logarithms needs no reduction.
    private static ImmutableArray<byte> MakePowers()
    {
        byte[] powers = new byte[510];
        int value = 1;
        for (int index = 0; index < powers.Length; index++)
        {
            powers[index] = (byte)value;
            value <<= 1;
            value ^= value > 255 ? Polynomial : 0;
        }

        return [.. powers];
    }

    private static ImmutableArray<byte> MakeLogarithms()
    {
        byte[] logarithms = new byte[256];
        for (int index = 0; index < 255; index++)
        {
            logarithms[Powers[index]] = (byte)index;
        }

        return [.. logarithms];
    }
}
