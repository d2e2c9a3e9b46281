using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>Spreads compressions over the lanes that the machine has.</summary>
internal static unsafe class Blake3Compressor
{
    /// <summary>The widest path of this machine.</summary>
    public static Blake3Path Widest { get; } = Choose();

    /// <summary>Compresses one block; see <see cref="Blake3Scalar.Compress"/>.</summary>
    public static void Compress(
        Blake3Path path, uint* chaining, byte* block, ulong counter, int length, Blake3Flags flags, uint* output)
    {
        if (path == Blake3Path.Scalar)
        {
            Blake3Scalar.Compress(chaining, block, counter, (uint)length, (uint)flags, output);
        }
        else
        {
            Blake3Rows.Compress(chaining, block, counter, (uint)length, (uint)flags, output);
        }
    }

    /// <summary>Hashes whole chunks that lie one after the other into chaining values that do so too.</summary>
    public static void HashChunks(
        Blake3Path path, byte* input, int count, uint* key, Blake3Flags flags, ulong counter, byte* output)
    {
        Hash(path, input, count, Blake3Parameters.BlocksPerChunk, key, flags, counter, output);
    }

    /// <summary>
    /// Hashes pairs of chaining values into their parents; the output may be the input's place, since every batch is
    /// read before it is written, and written before the next one's place.
    /// </summary>
    public static void HashParents(
        Blake3Path path, byte* input, int count, uint* key, Blake3Flags flags, byte* output)
    {
        Hash(path, input, count, 1, key, flags | Blake3Flags.Parent, 0, output);
    }

    private static void Hash(
        Blake3Path path, byte* input, int count, int blocks, uint* key, Blake3Flags flags, ulong counter, byte* output)
    {
        int size = blocks * Blake3Parameters.BlockSize;
        while (count > 0)
        {
            // Two inputs in four or eight lanes take less time than one after the other.
            int taken = 1;
            if (path >= Blake3Path.Vector256 && count > Blake3FourLanes.Lanes)
            {
                taken = Math.Min(count, Blake3EightLanes.Lanes);
                Blake3EightLanes.Hash(input, taken, blocks, key, flags, counter, output);
            }
            else if (path >= Blake3Path.Vector128 && count > 1)
            {
                taken = Math.Min(count, Blake3FourLanes.Lanes);
                Blake3FourLanes.Hash(input, taken, blocks, key, flags, counter, output);
            }
            else
            {
                HashOne(path, input, blocks, key, flags, counter, output);
            }

            input += taken * size;
            output += taken * Blake3Parameters.ChainingValueSize;
            count -= taken;
            counter = blocks == 1 ? 0 : counter + (ulong)taken;
        }
    }

    private static void HashOne(
        Blake3Path path, byte* input, int blocks, uint* key, Blake3Flags flags, ulong counter, byte* output)
    {
        uint* words = stackalloc uint[Blake3Parameters.WordsPerBlock];
        uint* chaining = key;
        for (int block = 0; block < blocks; block++, input += Blake3Parameters.BlockSize)
        {
            Blake3Flags own = (Blake3Flags)Blake3Parameters.FlagsOfBlock(flags, block, blocks);
            Compress(path, chaining, input, counter, Blake3Parameters.BlockSize, own, words);
            chaining = words;
        }

        Blake3Parameters.WriteWords(words, Blake3Parameters.KeyWords, output);
    }

    private static Blake3Path Choose()
    {
        if (!BitConverter.IsLittleEndian || !Vector128.IsHardwareAccelerated || (Sse.IsSupported && !Ssse3.IsSupported))
        {
            return Blake3Path.Scalar;
        }

        return Avx2.IsSupported ? Blake3Path.Vector256 : Blake3Path.Vector128;
    }
}
