using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>Hashes four chunks, or four parents, side by side: lane i of word w holds word w of input i.</summary>
internal static unsafe class Blake3FourLanes
{
    public const int Lanes = 4;

    /// <summary>Hashes four inputs that lie one after the other; see <see cref="Blake3EightLanes.Hash"/>.</summary>
    [SkipLocalsInit]
    public static void Hash(byte* input, int blocks, uint* key, Blake3Flags flags, ulong counter, byte* output)
    {
        Vector128<uint>* h = stackalloc Vector128<uint>[8 + 16 + 2];
        Vector128<uint>* m = h + 8;
        Vector128<uint>* counters = m + 16;
        for (int i = 0; i < 8; i++)
        {
            h[i] = Vector128.Create(key[i]);
        }

        Vector128<uint> steps = blocks == 1 ? Vector128<uint>.Zero : Vector128<uint>.Indices;
        counters[0] = Vector128.Create((uint)counter) + steps;
        Vector128<uint> carries = Vector128.LessThan(counters[0], steps) & Vector128<uint>.One;
        counters[1] = Vector128.Create((uint)(counter >> 32)) + carries;

        int stride = blocks * Blake3Parameters.BlockSize;
        for (int block = 0; block < blocks; block++, input += Blake3Parameters.BlockSize)
        {
            for (int quarter = 0; quarter < 4; quarter++)
            {
                Transpose(input + (quarter * 16), stride, (byte*)(m + (quarter * 4)), 16);
            }

            Compress(h, m, Blake3Parameters.FlagsOfBlock(flags, block, blocks));
        }

        Transpose((byte*)h, 16, output, 32);
        Transpose((byte*)(h + 4), 16, output + 16, 32);
    }

    /// <summary>One block in each lane: <paramref name="h"/> is replaced; after <paramref name="m"/> come the counters.</summary>
    private static void Compress(Vector128<uint>* h, Vector128<uint>* m, uint flags)
    {
        Vector128<uint> s0 = h[0], s1 = h[1], s2 = h[2], s3 = h[3], s4 = h[4], s5 = h[5], s6 = h[6], s7 = h[7];
        Vector128<uint> s8 = Vector128.Create(Blake3Parameters.Iv0), s9 = Vector128.Create(Blake3Parameters.Iv1);
        Vector128<uint> s10 = Vector128.Create(Blake3Parameters.Iv2), s11 = Vector128.Create(Blake3Parameters.Iv3);
        Vector128<uint> s12 = m[16], s13 = m[17];
        Vector128<uint> s14 = Vector128.Create((uint)Blake3Parameters.BlockSize), s15 = Vector128.Create(flags);

        byte* s = Blake3Parameters.SchedulePointer;
        for (int round = 0; round < Blake3Parameters.Rounds; round++, s += Blake3Parameters.WordsPerBlock)
        {
            Mix(ref s0, ref s4, ref s8, ref s12, m[s[0]], m[s[1]]);
            Mix(ref s1, ref s5, ref s9, ref s13, m[s[2]], m[s[3]]);
            Mix(ref s2, ref s6, ref s10, ref s14, m[s[4]], m[s[5]]);
            Mix(ref s3, ref s7, ref s11, ref s15, m[s[6]], m[s[7]]);
            Mix(ref s0, ref s5, ref s10, ref s15, m[s[8]], m[s[9]]);
            Mix(ref s1, ref s6, ref s11, ref s12, m[s[10]], m[s[11]]);
            Mix(ref s2, ref s7, ref s8, ref s13, m[s[12]], m[s[13]]);
            Mix(ref s3, ref s4, ref s9, ref s14, m[s[14]], m[s[15]]);
        }

        h[0] = s0 ^ s8;
        h[1] = s1 ^ s9;
        h[2] = s2 ^ s10;
        h[3] = s3 ^ s11;
        h[4] = s4 ^ s12;
        h[5] = s5 ^ s13;
        h[6] = s6 ^ s14;
        h[7] = s7 ^ s15;
    }

    /// <summary>The quarter-round G, on as many lanes or columns as the vectors hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Mix(
        ref Vector128<uint> a,
        ref Vector128<uint> b,
        ref Vector128<uint> c,
        ref Vector128<uint> d,
        Vector128<uint> x,
        Vector128<uint> y)
    {
        a = a + b + x;
        d = VectorRotation.Right16(d ^ a);
        c += d;
        b = VectorRotation.Right12(b ^ c);
        a = a + b + y;
        d = VectorRotation.Right8(d ^ a);
        c += d;
        b = VectorRotation.Right7(b ^ c);
    }

    /// <summary>Turns four rows of four words into four columns; strides in bytes.</summary>
    private static void Transpose(byte* rows, int rowStride, byte* columns, int columnStride)
    {
        Vector128<uint> r0 = Vector128.Load((uint*)rows);
        Vector128<uint> r1 = Vector128.Load((uint*)(rows + rowStride));
        Vector128<uint> r2 = Vector128.Load((uint*)(rows + (2 * (nint)rowStride)));
        Vector128<uint> r3 = Vector128.Load((uint*)(rows + (3 * (nint)rowStride)));

        Vector128<uint> even0 = ZipLow(r0, r2), even1 = ZipHigh(r0, r2);
        Vector128<uint> odd0 = ZipLow(r1, r3), odd1 = ZipHigh(r1, r3);
        ZipLow(even0, odd0).Store((uint*)columns);
        ZipHigh(even0, odd0).Store((uint*)(columns + columnStride));
        ZipLow(even1, odd1).Store((uint*)(columns + (2 * columnStride)));
        ZipHigh(even1, odd1).Store((uint*)(columns + (3 * columnStride)));
    }

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
