using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Entropy;

/// <summary>The operating system's generator.</summary>
internal sealed class SystemEntropySource : IEntropySource
{
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
