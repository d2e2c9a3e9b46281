using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>
/// Who may propose at a height, and when: a weighted order that everybody computes alike, so that rivals are rare. It is no
/// rule of safety: a proposal out of turn is a rival like any other.
/// </summary>
/// <remarks>Source: Snowman++'s windows. The generator is SplitMix64 (Steele, Lea and Flood 2014).</remarks>
internal sealed class ProposerSchedule(ImmutableArray<ulong> weights, ulong seed)
{
    // Ranks beyond these propose together: by then something else is wrong.
    private const int Ranks = 6;

    private readonly WeightedSampler _sampler = new(weights);

    /// <summary>How many windows a validator waits before it may propose at a height.</summary>
    public int RankOf(int validator, long height)
    {
        int rank = Array.IndexOf(_sampler.Draw(Ranks, new SplitMix(seed ^ (ulong)height)), validator);
        return rank < 0 ? Ranks : rank;
    }

    private sealed class SplitMix(ulong state) : IEntropySource
    {
        private ulong _state = state;

        public void Fill(Span<byte> destination)
        {
            Span<byte> bytes = stackalloc byte[8];
            for (; !destination.IsEmpty; destination = destination[Math.Min(8, destination.Length)..])
            {
                ulong value = _state += 0x9E3779B97F4A7C15;
                value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
                value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, value ^ (value >> 31));
                bytes[..Math.Min(8, destination.Length)].CopyTo(destination);
            }
        }
    }
}
