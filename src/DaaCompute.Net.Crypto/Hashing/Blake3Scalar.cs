using System.Numerics;
using System.Runtime.CompilerServices;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The compression function of one block in integer registers.</summary>
internal static unsafe class Blake3Scalar
{
    /// <summary>Compresses one block into all 16 words of output (the first 8 are the next chaining value).</summary>
    /// <param name="chaining">8 words.</param>
    /// <param name="block">64 bytes.</param>
    /// <param name="counter">The chunk's or the output block's index.</param>
    /// <param name="length">The bytes of the block in use.</param>
    /// <param name="flags">The domain separation flags.</param>
    /// <param name="output">16 words; may overlap <paramref name="chaining"/>.</param>
    [SkipLocalsInit]
    public static void Compress(uint* chaining, byte* block, ulong counter, uint length, uint flags, uint* output)
    {
        uint* m = stackalloc uint[Blake3Parameters.WordsPerBlock];
        Blake3Parameters.ReadWords(block, Blake3Parameters.WordsPerBlock, m);

        uint s0 = chaining[0], s1 = chaining[1], s2 = chaining[2], s3 = chaining[3];
        uint s4 = chaining[4], s5 = chaining[5], s6 = chaining[6], s7 = chaining[7];
        uint s8 = Blake3Parameters.Iv0, s9 = Blake3Parameters.Iv1;
        uint s10 = Blake3Parameters.Iv2, s11 = Blake3Parameters.Iv3;
        uint s12 = (uint)counter, s13 = (uint)(counter >> 32), s14 = length, s15 = flags;

        byte* schedule = Blake3Parameters.SchedulePointer;
        for (int round = 0; round < Blake3Parameters.Rounds; round++, schedule += Blake3Parameters.WordsPerBlock)
        {
            Mix(ref s0, ref s4, ref s8, ref s12, m[schedule[0]], m[schedule[1]]);
            Mix(ref s1, ref s5, ref s9, ref s13, m[schedule[2]], m[schedule[3]]);
            Mix(ref s2, ref s6, ref s10, ref s14, m[schedule[4]], m[schedule[5]]);
            Mix(ref s3, ref s7, ref s11, ref s15, m[schedule[6]], m[schedule[7]]);
            Mix(ref s0, ref s5, ref s10, ref s15, m[schedule[8]], m[schedule[9]]);
            Mix(ref s1, ref s6, ref s11, ref s12, m[schedule[10]], m[schedule[11]]);
            Mix(ref s2, ref s7, ref s8, ref s13, m[schedule[12]], m[schedule[13]]);
            Mix(ref s3, ref s4, ref s9, ref s14, m[schedule[14]], m[schedule[15]]);
        }

        output[8] = s8 ^ chaining[0];
        output[9] = s9 ^ chaining[1];
        output[10] = s10 ^ chaining[2];
        output[11] = s11 ^ chaining[3];
        output[12] = s12 ^ chaining[4];
        output[13] = s13 ^ chaining[5];
        output[14] = s14 ^ chaining[6];
        output[15] = s15 ^ chaining[7];
        output[0] = s0 ^ s8;
        output[1] = s1 ^ s9;
        output[2] = s2 ^ s10;
        output[3] = s3 ^ s11;
        output[4] = s4 ^ s12;
        output[5] = s5 ^ s13;
        output[6] = s6 ^ s14;
        output[7] = s7 ^ s15;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref uint a, ref uint b, ref uint c, ref uint d, uint x, uint y)
    {
        a = a + b + x;
        d = BitOperations.RotateRight(d ^ a, 16);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 12);
        a = a + b + y;
        d = BitOperations.RotateRight(d ^ a, 8);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 7);
    }
}
