namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>What every content hash asks of its caller.</summary>
internal static class DigestLength
{
    /// <exception cref="ArgumentException">The digest is not 32 bytes.</exception>
    public static void Require(int length)
    {
        if (length != IContentHash.DigestSize)
        {
            throw new ArgumentException($"A digest is {IContentHash.DigestSize} bytes, not {length}.");
        }
    }
}
