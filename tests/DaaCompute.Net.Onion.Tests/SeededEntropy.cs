namespace DaaCompute.Net.Onion.Tests;

/// <summary>Seeded randomness.</summary>
internal sealed class SeededEntropy(int seed) : IEntropySource
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination)
    {
        lock (_lock)
        {
            _random.NextBytes(destination);
        }
    }
}
