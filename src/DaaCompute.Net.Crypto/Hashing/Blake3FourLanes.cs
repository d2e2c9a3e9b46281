using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>Hashes four chunks, or four parents, side by side: lane i of word w holds word w of input i.</summary>
internal static unsafe class Blake3FourLanes
{
    public const int Lanes = 4;

    /// <summary>In memory: 8 chaining words, 16 message words, 2 counter words, 1 word of the state.</summary>
    private const int Vectors = 8 + 16 + 2 + 1;

    /// <summary>Hashes up to four inputs that lie one after the other.</summary>
    /// <inheritdoc cref="Blake3EightLanes.Hash" path="/param"/>
    [SkipLocalsInit]
    public static void Hash(
        byte* input, int count, int blocks, uint* key, Blake3Flags flags, ulong counter, byte* output)
    {
        Vector128<uint>* h = stackalloc Vector128<uint>[Vectors];
        Vector128<uint>* m = h + 8;
        Vector128<uint>* counters = m + 16;
        for (int i = 0; i < Blake3Parameters.KeyWords; i++)
        {
            h[i] = Vector128.Create(key[i]);
        }

        // Parents do not count. A lane whose lower half wrapped is all ones: minus one, subtracted, carries.
        Vector128<uint> steps = blocks == 1 ? Vector128<uint>.Zero : Vector128.Create(0u, 1, 2, 3);
        counters[0] = Vector128.Create((uint)counter) + steps;
        counters[1] = Vector128.Create((uint)(counter >> 32)) - Vector128.LessThan(counters[0], steps);

        int last = count - 1;
        int stride = blocks * Blake3Parameters.BlockSize;
        for (int block = 0; block < blocks; block++, input += Blake3Parameters.BlockSize)
        {
            for (int quarter = 0; quarter < 4; quarter++)
            {
                Transpose(input + (quarter * 16), stride, last, (byte*)(m + (quarter * 4)), 16);
            }

            Compress(h, m, counters, Blake3Parameters.FlagsOfBlock(flags, block, blocks));
        }

        Transpose((byte*)h, 16, Lanes - 1, (byte*)m, 32);
        Transpose((byte*)(h + 4), 16, Lanes - 1, (byte*)m + 16, 32);
        Unsafe.CopyBlockUnaligned(output, m, (uint)(count * Blake3Parameters.ChainingValueSize));
    }

    /// <summary>One block in each lane; replaces <paramref name="h"/>.</summary>
    /// <remarks>
    /// State word 8 stays in memory, behind the counters: of 16 registers 15 then hold the others and one is free. Left
    /// to itself the compiler spills a temporary in every rotation, at twice the time.
    /// </remarks>
    private static void Compress(Vector128<uint>* h, Vector128<uint>* m, Vector128<uint>* counters, uint flags)
    {
        Vector128<uint> s0 = h[0], s1 = h[1], s2 = h[2], s3 = h[3], s4 = h[4], s5 = h[5], s6 = h[6], s7 = h[7];
        Vector128<uint> s9 = Vector128.Create(Blake3Parameters.Iv1);
        Vector128<uint> s10 = Vector128.Create(Blake3Parameters.Iv2), s11 = Vector128.Create(Blake3Parameters.Iv3);
        Vector128<uint> s12 = counters[0], s13 = counters[1];
        Vector128<uint> s14 = Vector128.Create((uint)Blake3Parameters.BlockSize), s15 = Vector128.Create(flags);
        Vector128<uint>* s8 = counters + 2;
        *s8 = Vector128.Create(Blake3Parameters.Iv0);

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
        ref Vector128<uint> a,
        ref Vector128<uint> b,
        ref Vector128<uint> c,
        ref Vector128<uint> d,
        Vector128<uint>* x,
        Vector128<uint>* y)
    {
        a = a + *x + b;
        d = VectorRotation.Right16(d ^ a);
        Vector128<uint> sum = c + d;
        c = sum;
        b = VectorRotation.Right12(b ^ sum);
        a = a + *y + b;
        d = VectorRotation.Right8(d ^ a);
        sum = c + d;
        c = sum;
        b = VectorRotation.Right7(b ^ sum);
    }

    /// <summary>Turns four rows of four words into columns; strides in bytes; rows past the last repeat it.</summary>
    private static void Transpose(byte* rows, int rowStride, int last, byte* columns, int columnStride)
    {
        Vector128<uint> r0 = Row(rows, rowStride, last, 0), r1 = Row(rows, rowStride, last, 1);
        Vector128<uint> r2 = Row(rows, rowStride, last, 2), r3 = Row(rows, rowStride, last, 3);

        Vector128<uint> even0 = ZipLow(r0, r2), even1 = ZipHigh(r0, r2);
        Vector128<uint> odd0 = ZipLow(r1, r3), odd1 = ZipHigh(r1, r3);
        ZipLow(even0, odd0).Store((uint*)columns);
        ZipHigh(even0, odd0).Store((uint*)(columns + columnStride));
        ZipLow(even1, odd1).Store((uint*)(columns + (2 * columnStride)));
        ZipHigh(even1, odd1).Store((uint*)(columns + (3 * columnStride)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Row(byte* rows, int stride, int last, int index) =>
        Vector128.Load((uint*)(rows + ((nint)stride * Math.Min(index, last))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipLow(Vector128<uint> x, Vector128<uint> y)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.UnpackLow(x, y);
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipLow(x, y)
            : Vector128.Create(x.GetElement(0), y.GetElement(0), x.GetElement(1), y.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipHigh(Vector128<uint> x, Vector128<uint> y)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.UnpackHigh(x, y);
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipHigh(x, y)
            : Vector128.Create(x.GetElement(2), y.GetElement(2), x.GetElement(3), y.GetElement(3));
    }
}
