namespace DaaCompute.Net.Consensus.Tests.Protocol.Sampling;

/// <summary>Seeded randomness.</summary>
internal sealed class SeededEntropy(int seed) : IEntropySource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination) => _random.NextBytes(destination);
}
