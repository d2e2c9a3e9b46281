namespace DaaCompute.Net.Crypto;

/// <summary>Whose code computes a primitive.</summary>
public enum CryptoProvider
{
    /// <summary>The one that measures fastest of those that run here; the choice is logged.</summary>
    Automatic = 0,

    /// <summary>BouncyCastle: managed code that runs everywhere and takes all its randomness from the node's entropy source.</summary>
    BouncyCastle = 1,

    /// <summary>The platform's library: OpenSSL (3.5 or later for ML-KEM and ML-DSA), CNG or Apple's.</summary>
    Platform = 2,
}
