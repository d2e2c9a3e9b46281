using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>Hashes eight chunks, or eight parents, side by side: lane i of word w holds word w of input i.</summary>
internal static unsafe class Blake3EightLanes
{
    public const int Lanes = 8;

    /// <summary>In memory: 8 chaining words, 16 message words, 2 counter words, 1 word of the state.</summary>
    private const int Vectors = 8 + 16 + 2 + 1;

    /// <summary>Hashes up to eight inputs that lie one after the other.</summary>
    /// <param name="input"><paramref name="count"/> x <paramref name="blocks"/> x 64 bytes.</param>
    /// <param name="count">1 to 8; lanes without an input repeat the last.</param>
    /// <param name="blocks">16 for chunks, 1 for parents.</param>
    /// <param name="key">8 words.</param>
    /// <param name="flags">The mode's flags, and Parent for parents.</param>
    /// <param name="counter">The first chunk's index; 0 for parents, which do not count.</param>
    /// <param name="output"><paramref name="count"/> chaining values of 32 bytes.</param>
    [SkipLocalsInit]
    public static void Hash(
        byte* input, int count, int blocks, uint* key, Blake3Flags flags, ulong counter, byte* output)
    {
        // Stack memory is aligned to 16 bytes; aligned to 32, no load of a message word crosses a cache line.
        byte* memory = stackalloc byte[(Vectors + 1) * sizeof(Vector256<uint>)];
        Vector256<uint>* h = (Vector256<uint>*)(((nuint)memory + 31) & ~(nuint)31);
        Vector256<uint>* m = h + 8;
        Vector256<uint>* counters = m + 16;
        for (int i = 0; i < Blake3Parameters.KeyWords; i++)
        {
            h[i] = Vector256.Create(key[i]);
        }

        // Parents do not count. A lane whose lower half wrapped is all ones: minus one, subtracted, carries.
        Vector256<uint> steps = blocks == 1 ? Vector256<uint>.Zero : Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        counters[0] = Vector256.Create((uint)counter) + steps;
        counters[1] = Vector256.Create((uint)(counter >> 32)) - Vector256.LessThan(counters[0], steps);

        int last = count - 1;
        int stride = blocks * Blake3Parameters.BlockSize;
        for (int block = 0; block < blocks; block++, input += Blake3Parameters.BlockSize)
        {
            Transpose(input, stride, last, m);
            Transpose(input + 32, stride, last, m + 8);
            Compress(h, m, counters, Blake3Parameters.FlagsOfBlock(flags, block, blocks));
        }

        Transpose((byte*)h, sizeof(Vector256<uint>), Lanes - 1, m);
        Unsafe.CopyBlockUnaligned(output, m, (uint)(count * Blake3Parameters.ChainingValueSize));
    }

    /// <summary>One block in each lane; replaces <paramref name="h"/>.</summary>
    /// <remarks>
    /// State word 8 stays in memory, behind the counters: of 16 registers 15 then hold the others and one is free. Left
    /// to itself the compiler spills a temporary in every rotation, at twice the time.
    /// </remarks>
    private static void Compress(Vector256<uint>* h, Vector256<uint>* m, Vector256<uint>* counters, uint flags)
    {
        Vector256<uint> s0 = h[0], s1 = h[1], s2 = h[2], s3 = h[3], s4 = h[4], s5 = h[5], s6 = h[6], s7 = h[7];
        Vector256<uint> s9 = Vector256.Create(Blake3Parameters.Iv1);
        Vector256<uint> s10 = Vector256.Create(Blake3Parameters.Iv2), s11 = Vector256.Create(Blake3Parameters.Iv3);
        Vector256<uint> s12 = counters[0], s13 = counters[1];
        Vector256<uint> s14 = Vector256.Create((uint)Blake3Parameters.BlockSize), s15 = Vector256.Create(flags);
        Vector256<uint>* s8 = counters + 2;
        *s8 = Vector256.Create(Blake3Parameters.Iv0);

        byte* s = Blake3Parameters.SchedulePointer;
        for (int round = 0; round < Blake3Parameters.Rounds; round++, s += Blake3Parameters.WordsPerBlock)
        {
            Mix(ref s0, ref s4, ref *s8, ref s12, m + s[0], m + s[1]);
            Mix(ref s1, ref s5, ref s9, ref s13, m + s[2], m + s[3]);
            Mix(ref s2, ref s6, ref s10, ref s14, m + s[4], m + s[5]);
            Mix(ref s3, ref s7, ref s11, ref s15, m + s[6], m + s[7]);
            Mix(ref s0, ref s5, ref s10, ref s15, m + s[8], m + s[9]);
            Mix(ref s1, ref s6, ref s11, ref s12, m + s[10], m + s[11]);
            Mix(ref s2, ref s7, ref *s8, ref s13, m + s[12], m + s[13]);
            Mix(ref s3, ref s4, ref s9, ref s14, m + s[14], m + s[15]);
        }

        h[0] = s0 ^ *s8;
        h[1] = s1 ^ s9;
        h[2] = s2 ^ s10;
        h[3] = s3 ^ s11;
        h[4] = s4 ^ s12;
        h[5] = s5 ^ s13;
        h[6] = s6 ^ s14;
        h[7] = s7 ^ s15;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector256<uint> a,
        ref Vector256<uint> b,
        ref Vector256<uint> c,
        ref Vector256<uint> d,
        Vector256<uint>* x,
        Vector256<uint>* y)
    {
        a = a + *x + b;
        d = VectorRotation.Right16(d ^ a);
        Vector256<uint> sum = c + d;
        c = sum;
        b = VectorRotation.Right12(b ^ sum);
        a = a + *y + b;
        d = VectorRotation.Right8(d ^ a);
        sum = c + d;
        c = sum;
        b = VectorRotation.Right7(b ^ sum);
    }

    /// <summary>
    /// Turns eight rows of eight words, <paramref name="stride"/> bytes apart, into columns; rows past the
    /// <paramref name="last"/> repeat it.
    /// </summary>
    private static void Transpose(byte* rows, int stride, int last, Vector256<uint>* columns)
    {
        Vector256<uint> r0 = Row(rows, stride, last, 0), r1 = Row(rows, stride, last, 1);
        Vector256<uint> r2 = Row(rows, stride, last, 2), r3 = Row(rows, stride, last, 3);
        Vector256<uint> r4 = Row(rows, stride, last, 4), r5 = Row(rows, stride, last, 5);
        Vector256<uint> r6 = Row(rows, stride, last, 6), r7 = Row(rows, stride, last, 7);

        Vector256<ulong> p0 = Avx2.UnpackLow(r0, r1).AsUInt64(), p1 = Avx2.UnpackHigh(r0, r1).AsUInt64();
        Vector256<ulong> p2 = Avx2.UnpackLow(r2, r3).AsUInt64(), p3 = Avx2.UnpackHigh(r2, r3).AsUInt64();
        Vector256<ulong> p4 = Avx2.UnpackLow(r4, r5).AsUInt64(), p5 = Avx2.UnpackHigh(r4, r5).AsUInt64();
        Vector256<ulong> p6 = Avx2.UnpackLow(r6, r7).AsUInt64(), p7 = Avx2.UnpackHigh(r6, r7).AsUInt64();

        Store(columns, 0, Avx2.UnpackLow(p0, p2), Avx2.UnpackLow(p4, p6));
        Store(columns, 1, Avx2.UnpackHigh(p0, p2), Avx2.UnpackHigh(p4, p6));
        Store(columns, 2, Avx2.UnpackLow(p1, p3), Avx2.UnpackLow(p5, p7));
        Store(columns, 3, Avx2.UnpackHigh(p1, p3), Avx2.UnpackHigh(p5, p7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Row(byte* rows, int stride, int last, int index) =>
        Vector256.Load((uint*)(rows + ((nint)stride * Math.Min(index, last))));

    /// <summary>The low halves make column <paramref name="index"/>, the high ones the fourth after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<uint>* columns, int index, Vector256<ulong> upper, Vector256<ulong> lower)
    {
        Avx2.Permute2x128(upper, lower, 0x20).AsUInt32().Store((uint*)(columns + index));
        Avx2.Permute2x128(upper, lower, 0x31).AsUInt32().Store((uint*)(columns + index + 4));
    }
}
