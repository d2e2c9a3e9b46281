namespace DaaCompute.Net.Topology.Tests.Fakes;

/// <summary>Seeded randomness.</summary>
internal sealed class TestEntropy(int seed) : IEntropySource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination) => _random.NextBytes(destination);
}
