namespace DaaCompute.Net.Training.Fakes;

internal sealed class FakeEntropy(int seed) : IEntropySource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination)
    {
        lock (_random)
        {
            _random.NextBytes(destination);
        }
    }
}
