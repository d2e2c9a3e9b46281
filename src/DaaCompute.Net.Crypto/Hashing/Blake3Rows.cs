using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The compression function of one block with the state's four rows in four vectors.</summary>
/// <remarks>
/// The message lies in four more, in the order of use: first and second words of the columns, then of the diagonals.
/// The diagonals begin with the fourth, since the second row, the last to be known, stays and the others turn.
/// </remarks>
internal static unsafe class Blake3Rows
{
    private const uint None = uint.MaxValue;

    /// <inheritdoc cref="Blake3Scalar.Compress"/>
    public static void Compress(uint* chaining, byte* block, ulong counter, uint length, uint flags, uint* output)
    {
        uint* m = (uint*)block;
        Vector128<uint> columns1 = Vector128.Create(m[0], m[2], m[4], m[6]);
        Vector128<uint> columns2 = Vector128.Create(m[1], m[3], m[5], m[7]);
        Vector128<uint> diagonals1 = Vector128.Create(m[14], m[8], m[10], m[12]);
        Vector128<uint> diagonals2 = Vector128.Create(m[15], m[9], m[11], m[13]);

        Vector128<uint> a = Vector128.Load(chaining);
        Vector128<uint> b = Vector128.Load(chaining + 4);
        Vector128<uint> c = Vector128.Create(
            Blake3Parameters.Iv0, Blake3Parameters.Iv1, Blake3Parameters.Iv2, Blake3Parameters.Iv3);
        Vector128<uint> d = Vector128.Create((uint)counter, (uint)(counter >> 32), length, flags);

        for (int round = 0; round < Blake3Parameters.Rounds; round++)
        {
            Mix(ref a, ref b, ref c, ref d, columns1, columns2);
            a = Vector128.Shuffle(a, Vector128.Create(3u, 0, 1, 2));
            c = Vector128.Shuffle(c, Vector128.Create(1u, 2, 3, 0));
            d = Vector128.Shuffle(d, Vector128.Create(2u, 3, 0, 1));
            Mix(ref a, ref b, ref c, ref d, diagonals1, diagonals2);
            a = Vector128.Shuffle(a, Vector128.Create(1u, 2, 3, 0));
            c = Vector128.Shuffle(c, Vector128.Create(3u, 0, 1, 2));
            d = Vector128.Shuffle(d, Vector128.Create(2u, 3, 0, 1));
            Permute(ref columns1, ref columns2, ref diagonals1, ref diagonals2);
        }

        Vector128<uint> third = c ^ Vector128.Load(chaining);
        Vector128<uint> fourth = d ^ Vector128.Load(chaining + 4);
        (a ^ c).Store(output);
        (b ^ d).Store(output + 4);
        third.Store(output + 8);
        fourth.Store(output + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector128<uint> a,
        ref Vector128<uint> b,
        ref Vector128<uint> c,
        ref Vector128<uint> d,
        Vector128<uint> x,
        Vector128<uint> y)
    {
        a = a + x + b;
        d = VectorRotation.Right16(d ^ a);
        c += d;
        b = VectorRotation.Right12(b ^ c);
        a = a + y + b;
        d = VectorRotation.Right8(d ^ a);
        c += d;
        b = VectorRotation.Right7(b ^ c);
    }

    /// <summary>The message permutation, in the order above; a word out of range comes from another vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Permute(
        ref Vector128<uint> columns1,
        ref Vector128<uint> columns2,
        ref Vector128<uint> diagonals1,
        ref Vector128<uint> diagonals2)
    {
        Vector128<uint> c1 = columns1, c2 = columns2, d1 = diagonals1, d2 = diagonals2;
        columns1 = Vector128.Shuffle(c1, Vector128.Create(1, None, None, 2))
            | Vector128.Shuffle(c2, Vector128.Create(None, 1, 3, None));
        columns2 = Vector128.Shuffle(c1, Vector128.Create(3, None, 0, None))
            | Vector128.Shuffle(d1, Vector128.Create(None, 2, None, None))
            | Vector128.Shuffle(d2, Vector128.Create(None, None, None, 3u));
        diagonals1 = Vector128.Shuffle(d2, Vector128.Create(0, None, None, 1))
            | Vector128.Shuffle(c2, Vector128.Create(None, 0, None, None))
            | Vector128.Shuffle(d1, Vector128.Create(None, None, 3, None));
        diagonals2 = Vector128.Shuffle(d1, Vector128.Create(1, None, None, 0))
            | Vector128.Shuffle(d2, Vector128.Create(None, 2, None, None))
            | Vector128.Shuffle(c2, Vector128.Create(None, None, 2, None));
    }
}
