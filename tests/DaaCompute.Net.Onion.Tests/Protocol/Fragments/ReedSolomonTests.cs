using System.Numerics;
using DaaCompute.Net.Onion.Protocol.Fragments;

namespace DaaCompute.Net.Onion.Tests.Protocol.Fragments;

public sealed class ReedSolomonTests
{
    // Products in the field of 0x11D, worked out by shifting and reducing.
    [Theory]
    [InlineData(0x80, 0x02, 0x1D)]
    [InlineData(0x03, 0x07, 0x09)]
    [InlineData(0x00, 0xFF, 0x00)]
    [InlineData(0x8E, 0x02, 0x01)]
    public void Multiply_KnownValues(byte left, byte right, byte product) =>
        Assert.Equal(product, GaloisField.Multiply(left, right));

    [Fact]
    public void Multiply_AllPairs_EqualsShiftAndReduce()
    {
        for (int left = 0; left < 256; left++)
        {
            for (int right = 0; right < 256; right++)
            {
                Assert.Equal(Slow(left, right), GaloisField.Multiply((byte)left, (byte)right));
            }
        }
    }

    [Fact]
    public void Invert_EveryElement_TimesItselfIsOne()
    {
        for (int value = 1; value < 256; value++)
        {
            Assert.Equal(1, GaloisField.Multiply((byte)value, GaloisField.Invert((byte)value)));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => GaloisField.Invert(0));
    }

    [Fact]
    public void TryRestore_EverySubset_RestoresExactlyWithEnoughShards()
    {
        for (int data = 1; data <= 5; data++)
        {
            for (int parity = 0; parity <= 4; parity++)
            {
                byte[][] shards = Encode(data, parity, length: 37, seed: (data * 8) + parity);
                for (uint kept = 0; kept < 1u << (data + parity); kept++)
                {
                    byte[]?[] some = [.. shards.Select((shard, index) => (kept >> index & 1) == 1 ? shard : null)];
                    bool restored = new ReedSolomon(data, parity).TryRestore(some);
                    Assert.Equal(BitOperations.PopCount(kept) >= data, restored);
                    if (restored)
                    {
                        Assert.Equal(shards[..data], some[..data]);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 254)]
    [InlineData(128, 127)]
    [InlineData(250, 5)]
    public void TryRestore_LargestGroup_FirstShardsLost(int data, int parity)
    {
        byte[][] shards = Encode(data, parity, length: 48, seed: 7);
        int lost = Math.Min(data, parity);
        byte[]?[] some = [.. shards.Select((shard, index) => index < lost ? null : shard)];
        Assert.True(new ReedSolomon(data, parity).TryRestore(some));
        Assert.Equal(shards[..data], some[..data]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(200, 56)]
    public void Constructor_OutOfRange_Throws(int data, int parity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReedSolomon(data, parity));

    private static byte[][] Encode(int data, int parity, int length, int seed)
    {
        SeededEntropy entropy = new(seed);
        byte[][] shards = [.. Enumerable.Range(0, data + parity).Select(_ => new byte[length])];
        ReedSolomon code = new(data, parity);
        for (int index = 0; index < data; index++)
        {
            entropy.Fill(shards[index]);
            for (int row = 0; row < parity; row++)
            {
                code.AddTo(row, index, shards[index], shards[data + row]);
            }
        }

        return shards;
    }

    private static byte Slow(int left, int right)
    {
        int product = 0;
        for (; right > 0; right >>= 1)
        {
            product ^= (right & 1) == 1 ? left : 0;
            left <<= 1;
            left ^= left > 255 ? 0x11D : 0;
        }

        return (byte)product;
    }
}
