using System.Buffers.Binary;

namespace DaaCompute.Net.Simulation.Keys;

/// <summary>Makes as many bytes of a digest as a real key or signature has.</summary>
internal static class Expansion
{
    public static void Fill(ReadOnlySpan<byte> digest, Span<byte> destination)
    {
        ulong seed = SplitMix.Mix(BinaryPrimitives.ReadUInt64LittleEndian(digest))
            ^ BinaryPrimitives.ReadUInt64LittleEndian(digest[8..]);
        new SeededEntropySource(seed).Fill(destination);
    }
}
