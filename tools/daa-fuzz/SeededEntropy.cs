using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DaaCompute.Net.Fuzz;

/// <summary>The same bytes for the same seed: SHA-256 over the seed and a counter.</summary>
internal sealed class SeededEntropy(string seed) : IEntropySource
{
    private readonly byte[] _seed = SHA256.HashData(Encoding.UTF8.GetBytes(seed));
    private long _counter;

    public void Fill(Span<byte> destination)
    {
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> input = stackalloc byte[SHA256.HashSizeInBytes + sizeof(long)];
        _seed.CopyTo(input);
        for (int offset = 0; offset < destination.Length; offset += block.Length)
        {
            BinaryPrimitives.WriteInt64LittleEndian(input[_seed.Length..], _counter++);
            SHA256.HashData(input, block);
            block[..Math.Min(block.Length, destination.Length - offset)].CopyTo(destination[offset..]);
        }
    }
}
