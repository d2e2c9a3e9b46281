using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Tests.Vectors;

/// <summary>A reproducible stream: SHA-256 of seed and block number.</summary>
internal sealed class CountingEntropySource(int seed) : IEntropySource
{
    private readonly Lock _lock = new();
    private long _block;

    public void Fill(Span<byte> destination)
    {
        lock (_lock)
        {
            Span<byte> input = stackalloc byte[12];
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            BinaryPrimitives.WriteInt32LittleEndian(input, seed);
            while (!destination.IsEmpty)
            {
                BinaryPrimitives.WriteInt64LittleEndian(input[4..], _block++);
                SHA256.HashData(input, digest);
                int length = Math.Min(digest.Length, destination.Length);
                digest[..length].CopyTo(destination);
                destination = destination[length..];
            }
        }
    }
}
