using DaaCompute.Net.Crypto.Hashing;
using FsCheck.Xunit;

namespace DaaCompute.Net.Crypto.Tests.Hashing;

public sealed class Blake3PathTests
{
    private static readonly byte[] Data = Blake3Vectors.Input(1 << 19);

    [Fact]
    public void Widest_ThisMachine_IsTheLastOfItsPaths()
    {
        Assert.Contains(Blake3Path.Scalar, Blake3Paths.Here);
        Assert.Equal(Blake3Compressor.Widest, Blake3Paths.Here[^1]);
    }

    [Fact]
    public void Hash_EveryCountOfChunksUpToThreeBatches_IsEqualOnAllPaths()
    {
        for (int chunks = 0; chunks <= 3 * 64; chunks++)
        {
            AssertEqualOnAllPaths((chunks * 1024) + (chunks % 3) - 1);
        }
    }

    [Property(MaxTest = 200)]
    public void Hash_AnyLength_IsEqualOnAllPaths(uint length)
    {
        AssertEqualOnAllPaths((int)(length % (uint)Data.Length));
    }

    [Property(MaxTest = 200)]
    public void Append_AnySplit_EqualsOneShotOnAllPaths(uint length, ushort[] pieces)
    {
        ReadOnlySpan<byte> data = Data.AsSpan(0, (int)(length % 200_000));
        byte[] expected = new byte[32];
        Blake3.Hash(Blake3Path.Scalar, data, expected);
        foreach (Blake3Path path in Blake3Paths.Here)
        {
            using Blake3Hasher hasher = new(path);
            int start = 0;
            foreach (ushort piece in pieces)
            {
                int taken = Math.Min(piece, data.Length - start);
                hasher.Append(data.Slice(start, taken));
                start += taken;
            }

            hasher.Append(data[start..]);
            byte[] actual = new byte[32];
            hasher.GetCurrentHash(actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Chunks_CounterPassingThirtyTwoBits_CarriesOnAllPaths()
    {
        ulong first = (1UL << 32) - 64;
        byte[][] values = [.. Blake3Paths.Here.Select(path => ChunkValues(path, first + 60, 8))];

        Assert.All(values, value => Assert.Equal(values[0], value));
        Assert.NotEqual(ChunkValues(Blake3Path.Scalar, first + 60 - (1UL << 32), 8), values[0]);
    }

    private static unsafe byte[] ChunkValues(Blake3Path path, ulong counter, int count)
    {
        byte[] values = new byte[count * 32];
        fixed (byte* input = Data)
        fixed (uint* key = Blake3Parameters.Iv)
        fixed (byte* output = values)
        {
            Blake3Compressor.HashChunks(path, input, count, key, Blake3Flags.None, counter, output);
        }

        return values;
    }

    private static void AssertEqualOnAllPaths(int length)
    {
        ReadOnlySpan<byte> data = Data.AsSpan(0, Math.Max(0, length));
        byte[] expected = new byte[32];
        byte[] actual = new byte[32];
        Blake3.Hash(Blake3Path.Scalar, data, expected);
        foreach (Blake3Path path in Blake3Paths.Here)
        {
            Blake3.Hash(path, data, actual);
            Assert.Equal(expected, actual);
        }
    }
}
