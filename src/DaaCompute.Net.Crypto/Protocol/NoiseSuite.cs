namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>The algorithms a handshake computes with.</summary>
/// <param name="KeyEncapsulation">ML-KEM-768.</param>
/// <param name="Cipher">ChaCha20-Poly1305.</param>
/// <param name="Verifier">Checks the other side's identity.</param>
/// <param name="Entropy">Where X25519 keys come from.</param>
internal sealed record NoiseSuite(
    IKeyEncapsulation KeyEncapsulation,
    IAuthenticatedCipher Cipher,
    ISignatureVerifier Verifier,
    IEntropySource Entropy);
