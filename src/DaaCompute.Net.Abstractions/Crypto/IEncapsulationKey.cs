namespace DaaCompute.Net.Crypto;

/// <summary>A public KEM key, prepared for use.</summary>
public interface IEncapsulationKey : IDisposable
{
    /// <summary>Makes a shared secret and the ciphertext that carries it.</summary>
    /// <param name="ciphertext">Exactly <see cref="IKeyEncapsulation.CiphertextSize"/> bytes.</param>
    /// <param name="sharedSecret">Exactly <see cref="IKeyEncapsulation.SharedSecretSize"/> bytes.</param>
    void Encapsulate(Span<byte> ciphertext, Span<byte> sharedSecret);

    /// <summary>Writes the encoded key.</summary>
    /// <param name="destination">Exactly <see cref="IKeyEncapsulation.EncapsulationKeySize"/> bytes.</param>
    void Export(Span<byte> destination);
}
