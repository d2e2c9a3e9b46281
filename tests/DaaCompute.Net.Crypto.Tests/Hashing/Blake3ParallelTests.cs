using DaaCompute.Net.Crypto.Hashing;

namespace DaaCompute.Net.Crypto.Tests.Hashing;

public sealed class Blake3ParallelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Blake3Parallel.PieceSize - 1)]
    [InlineData(Blake3Parallel.PieceSize)]
    [InlineData(Blake3Parallel.PieceSize + 1)]
    [InlineData(2 * Blake3Parallel.PieceSize)]
    [InlineData((3 * Blake3Parallel.PieceSize) + 1024)]
    [InlineData(8 * Blake3Parallel.PieceSize)]
    [InlineData((13 * Blake3Parallel.PieceSize) + 777)]
    public async Task HashParallelAsync_AnySize_EqualsHashOnAllPaths(int length)
    {
        byte[] data = Blake3Vectors.Input(length);
        byte[] expected = new byte[100];
        byte[] actual = new byte[100];
        Blake3.Hash(data, expected);

        await Blake3.HashParallelAsync(data, actual);
        Assert.Equal(expected, actual);

        foreach (Blake3Path path in Blake3Paths.Here)
        {
            Array.Clear(actual);
            await Blake3Parallel.HashAsync(path, data, actual, CancellationToken.None);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public async Task HashParallelAsync_Cancelled_ThrowsAndLeavesTheOutput()
    {
        byte[] output = new byte[32];
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Blake3.HashParallelAsync(new byte[4 * Blake3Parallel.PieceSize], output, cancelled));

        Assert.Equal(new byte[32], output);
    }
}
