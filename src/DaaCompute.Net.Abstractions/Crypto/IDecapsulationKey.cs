namespace DaaCompute.Net.Crypto;

/// <summary>A private KEM key, prepared for use; zeroed when disposed.</summary>
public interface IDecapsulationKey : IDisposable
{
    /// <summary>Recovers the shared secret; for a forged ciphertext, a pseudorandom one (implicit rejection, FIPS 203 §6.3).</summary>
    /// <param name="ciphertext">Exactly <see cref="IKeyEncapsulation.CiphertextSize"/> bytes.</param>
    /// <param name="sharedSecret">Exactly <see cref="IKeyEncapsulation.SharedSecretSize"/> bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret);

    /// <summary>Writes the encoded public key.</summary>
    /// <param name="destination">Exactly <see cref="IKeyEncapsulation.EncapsulationKeySize"/> bytes.</param>
    void ExportEncapsulationKey(Span<byte> destination);
}
