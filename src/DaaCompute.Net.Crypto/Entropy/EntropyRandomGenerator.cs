using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace DaaCompute.Net.Crypto.Entropy;

/// <summary>Lets BouncyCastle draw from the node's entropy and from nothing else.</summary>
internal sealed class EntropyRandomGenerator : IRandomGenerator
{
    private readonly IEntropySource _entropy;

    private EntropyRandomGenerator(IEntropySource entropy) => _entropy = entropy;

    public static SecureRandom CreateSecureRandom(IEntropySource entropy) => new(new EntropyRandomGenerator(entropy));

    public void NextBytes(byte[] bytes) => _entropy.Fill(bytes);

    public void NextBytes(byte[] bytes, int start, int len) => _entropy.Fill(bytes.AsSpan(start, len));

    public void NextBytes(Span<byte> bytes) => _entropy.Fill(bytes);

    // The source is complete in itself: seed material could only make a seeded run irreproducible.
    public void AddSeedMaterial(byte[] seed)
    {
    }

    public void AddSeedMaterial(ReadOnlySpan<byte> seed)
    {
    }

    public void AddSeedMaterial(long seed)
    {
    }
}
