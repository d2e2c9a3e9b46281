using System.Runtime.Intrinsics;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The compression function of one block with the state's four rows in four vectors.</summary>
internal static unsafe class Blake3Rows
{
    /// <inheritdoc cref="Blake3Scalar.Compress"/>
    public static void Compress(uint* chaining, byte* block, ulong counter, uint length, uint flags, uint* output)
    {
        uint* m = (uint*)block;
        Vector128<uint> a = Vector128.Load(chaining);
        Vector128<uint> b = Vector128.Load(chaining + 4);
        Vector128<uint> c = Vector128.Create(
            Blake3Parameters.Iv0, Blake3Parameters.Iv1, Blake3Parameters.Iv2, Blake3Parameters.Iv3);
        Vector128<uint> d = Vector128.Create((uint)counter, (uint)(counter >> 32), length, flags);

        byte* s = Blake3Parameters.SchedulePointer;
        for (int round = 0; round < Blake3Parameters.Rounds; round++, s += Blake3Parameters.WordsPerBlock)
        {
            Blake3FourLanes.Mix(ref a, ref b, ref c, ref d,
                Vector128.Create(m[s[0]], m[s[2]], m[s[4]], m[s[6]]),
                Vector128.Create(m[s[1]], m[s[3]], m[s[5]], m[s[7]]));
            b = Vector128.Shuffle(b, Vector128.Create(1u, 2, 3, 0));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(3u, 0, 1, 2));

            Blake3FourLanes.Mix(ref a, ref b, ref c, ref d,
                Vector128.Create(m[s[8]], m[s[10]], m[s[12]], m[s[14]]),
                Vector128.Create(m[s[9]], m[s[11]], m[s[13]], m[s[15]]));
            b = Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0));
        }

        Vector128<uint> high = c ^ Vector128.Load(chaining);
        Vector128<uint> highest = d ^ Vector128.Load(chaining + 4);
        (a ^ c).Store(output);
        (b ^ d).Store(output + 4);
        high.Store(output + 8);
        highest.Store(output + 12);
    }
}
