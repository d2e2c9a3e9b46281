namespace DaaCompute.Net;

/// <summary>The only source of randomness: the operating system's in production, seeded in simulation.</summary>
public interface IEntropySource
{
    /// <summary>Fills a buffer with random bytes, fit for keys.</summary>
    /// <param name="destination">The buffer.</param>
    void Fill(Span<byte> destination);
}
