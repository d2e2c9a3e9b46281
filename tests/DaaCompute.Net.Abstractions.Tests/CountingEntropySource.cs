using System.Buffers.Binary;

namespace DaaCompute.Net.Tests;

/// <summary>SplitMix64: a full-period sequence of one seed, enough to test what numbers are made of it.</summary>
internal sealed class CountingEntropySource(ulong seed) : IEntropySource
{
    private ulong _state = seed;

    public void Fill(Span<byte> destination)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (int offset = 0; offset < destination.Length; offset += word.Length)
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            BinaryPrimitives.WriteUInt64LittleEndian(word, mixed ^ (mixed >> 31));
            Span<byte> target = destination[offset..];
            word[..Math.Min(word.Length, target.Length)].CopyTo(target);
        }
    }
}
