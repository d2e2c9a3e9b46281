using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>The chaining key, the handshake hash and the key that grows out of them.</summary>
/// <remarks>Source: the Noise Protocol Framework, revision 34, section 5.2.</remarks>
internal sealed class SymmetricState : IDisposable
{
    /// <summary>The size of the handshake hash, in bytes.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    private readonly IAuthenticatedCipher _aead;
    private readonly CipherState _cipher;
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _chainingKey = GC.AllocateUninitializedArray<byte>(HashSize, pinned: true);
    private readonly byte[] _hash = new byte[HashSize];

    /// <summary>Begins from a protocol name, with an empty prologue.</summary>
    /// <param name="protocolName">The Noise protocol's name, in ASCII.</param>
    /// <param name="aead">The cipher the name tells of.</param>
    /// <param name="prologue">What both sides already know; empty in every libp2p protocol.</param>
    public SymmetricState(ReadOnlySpan<byte> protocolName, IAuthenticatedCipher aead, ReadOnlySpan<byte> prologue)
    {
        _aead = aead;
        _cipher = new CipherState(aead);
        if (protocolName.Length <= HashSize)
        {
            protocolName.CopyTo(_hash);
        }
        else
        {
            SHA256.HashData(protocolName, _hash);
        }

        _hash.CopyTo(_chainingKey, 0);
        MixHash(prologue);
    }

    /// <summary>The hash of all that was said so far.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>How much longer a text gets by <see cref="EncryptAndHash"/> now: nothing before the first key.</summary>
    public int Overhead => _cipher.HasKey ? CipherState.TagSize : 0;

    /// <summary>Mixes a shared secret into the chaining key, and makes the next key from it.</summary>
    public void MixKey(ReadOnlySpan<byte> inputKeyMaterial)
    {
        Span<byte> key = stackalloc byte[CipherState.KeySize];
        NoiseKeyDerivation.Derive(_chainingKey, inputKeyMaterial, _chainingKey, key);
        _cipher.InitializeKey(key);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Mixes public data into the handshake hash.</summary>
    public void MixHash(ReadOnlySpan<byte> data)
    {
        _sha256.AppendData(_hash);
        _sha256.AppendData(data);
        _sha256.GetHashAndReset(_hash);
    }

    /// <summary>Encrypts, once there is a key, and mixes what goes over the wire into the handshake hash.</summary>
    /// <param name="plaintext">The plaintext; other memory than <paramref name="destination"/>.</param>
    /// <param name="destination">At least <see cref="Overhead"/> longer than the plaintext.</param>
    /// <returns>How many bytes were written.</returns>
    public int EncryptAndHash(ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        Span<byte> output = destination[..(plaintext.Length + Overhead)];
        if (_cipher.HasKey)
        {
            _cipher.Encrypt(_hash, plaintext, output);
        }
        else
        {
            plaintext.CopyTo(output);
        }

        MixHash(output);
        return output.Length;
    }

    /// <summary>Undoes <see cref="EncryptAndHash"/>.</summary>
    /// <param name="ciphertext">At least <see cref="Overhead"/> bytes.</param>
    /// <param name="plaintext"><see cref="Overhead"/> shorter.</param>
    /// <returns>False when the tag does not fit.</returns>
    public bool TryDecryptAndHash(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        if (!_cipher.HasKey)
        {
            ciphertext.CopyTo(plaintext);
        }
        else if (!_cipher.TryDecrypt(_hash, ciphertext, plaintext))
        {
            return false;
        }

        MixHash(ciphertext);
        return true;
    }

    /// <summary>Makes the two directions' keys: the initiator's first, then the responder's.</summary>
    public (CipherState Initiator, CipherState Responder) Split()
    {
        Span<byte> keys = stackalloc byte[2 * CipherState.KeySize];
        NoiseKeyDerivation.Derive(_chainingKey, default, keys[..CipherState.KeySize], keys[CipherState.KeySize..]);
        CipherState initiator = new(_aead);
        CipherState responder = new(_aead);
        initiator.InitializeKey(keys[..CipherState.KeySize]);
        responder.InitializeKey(keys[CipherState.KeySize..]);
        CryptographicOperations.ZeroMemory(keys);
        return (initiator, responder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_chainingKey);
        _cipher.Dispose();
        _sha256.Dispose();
    }
}
