using System.Security.Cryptography;
using DaaCompute.Net.Crypto.KeyAgreement;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>The keys of one handshake, and what each token does with them.</summary>
/// <remarks>
/// Source: the Noise Protocol Framework, revision 34, section 5.3. The payload is a step of its own, because our
/// identity signature covers the handshake hash between the tokens and the payload. Every key is made when its token
/// is written, for this one handshake.
/// </remarks>
internal sealed class HandshakeState : IDisposable
{
    private readonly SymmetricState _symmetric;
    private readonly IKeyEncapsulation _kem;
    private readonly IEntropySource _entropy;
    private readonly bool _isInitiator;
    private readonly byte[] _remoteEphemeral = new byte[X25519PrivateKey.Size];
    private readonly byte[] _remoteStatic = new byte[X25519PrivateKey.Size];
    private X25519PrivateKey? _ephemeral;
    private X25519PrivateKey? _static;
    private IDecapsulationKey? _decapsulationKey;
    private IEncapsulationKey? _remoteEncapsulationKey;

    /// <summary>Begins a handshake.</summary>
    public HandshakeState(
        ReadOnlySpan<byte> protocolName,
        bool isInitiator,
        NoiseSuite suite,
        ReadOnlySpan<byte> prologue = default)
    {
        _symmetric = new SymmetricState(protocolName, suite.Cipher, prologue);
        _kem = suite.KeyEncapsulation;
        _entropy = suite.Entropy;
        _isInitiator = isInitiator;
    }

    /// <summary>The hash of all that was said so far.</summary>
    public ReadOnlySpan<byte> Hash => _symmetric.Hash;

    /// <summary>Our static key, once its token was written.</summary>
    public ReadOnlySpan<byte> LocalStatic => Made(_static).PublicKey;

    /// <summary>The other side's static key, once its token was read.</summary>
    public ReadOnlySpan<byte> RemoteStatic => _remoteStatic;

    /// <summary>How many bytes the payload of the present message gets longer.</summary>
    public int PayloadOverhead => _symmetric.Overhead;

    /// <summary>Writes a message's tokens and returns their length.</summary>
    /// <exception cref="HandshakeException">A key the other side sent fails a check.</exception>
    public int WriteTokens(ReadOnlySpan<NoiseToken> tokens, Span<byte> destination)
    {
        int written = 0;
        foreach (NoiseToken token in tokens)
        {
            written += WriteToken(token, destination[written..]);
        }

        return written;
    }

    /// <summary>Reads a message's tokens and returns their length.</summary>
    /// <exception cref="HandshakeException">They fail a check.</exception>
    public int ReadTokens(ReadOnlySpan<NoiseToken> tokens, ReadOnlySpan<byte> message)
    {
        int read = 0;
        foreach (NoiseToken token in tokens)
        {
            read += ReadToken(token, message[read..]);
        }

        return read;
    }

    /// <summary>Ends a message with its payload.</summary>
    public int WritePayload(ReadOnlySpan<byte> payload, Span<byte> destination) =>
        _symmetric.EncryptAndHash(payload, destination);

    /// <summary>Opens the payload that ends a message.</summary>
    /// <exception cref="HandshakeException">It is shorter than a tag, or the tag does not fit.</exception>
    public void ReadPayload(ReadOnlySpan<byte> ciphertext, Span<byte> payload) =>
        Decrypt(ciphertext, payload, "payload");

    /// <summary>Makes the transport keys, the initiator's direction first.</summary>
    public (CipherState Initiator, CipherState Responder) Split() => _symmetric.Split();

    /// <inheritdoc/>
    public void Dispose()
    {
        _symmetric.Dispose();
        _ephemeral?.Dispose();
        _static?.Dispose();
        _decapsulationKey?.Dispose();
        _remoteEncapsulationKey?.Dispose();
    }

    private static T Made<T>(T? key)
        where T : class =>
        key ?? throw new InvalidOperationException("The pattern uses a key before the token that makes it.");

    private int WriteToken(NoiseToken token, Span<byte> destination)
    {
        switch (token)
        {
            case NoiseToken.E:
                _ephemeral = X25519PrivateKey.Generate(_entropy);
                _ephemeral.PublicKey.CopyTo(destination);
                _symmetric.MixHash(_ephemeral.PublicKey);
                return X25519PrivateKey.Size;
            case NoiseToken.S:
                _static = X25519PrivateKey.Generate(_entropy);
                return _symmetric.EncryptAndHash(_static.PublicKey, destination);
            case NoiseToken.E1:
                _decapsulationKey = _kem.GenerateKey();
                return WriteEncapsulationKey(_decapsulationKey, destination);
            case NoiseToken.Ekem1:
                return WriteCiphertext(destination);
            default:
                Agree(token);
                return 0;
        }
    }

    private int ReadToken(NoiseToken token, ReadOnlySpan<byte> message)
    {
        switch (token)
        {
            case NoiseToken.E:
                ReadOnlySpan<byte> ephemeral = Take(message, X25519PrivateKey.Size);
                ephemeral.CopyTo(_remoteEphemeral);
                _symmetric.MixHash(ephemeral);
                return ephemeral.Length;
            case NoiseToken.S:
                ReadOnlySpan<byte> sealedStatic = Take(message, X25519PrivateKey.Size + _symmetric.Overhead);
                Decrypt(sealedStatic, _remoteStatic, "static key");
                return sealedStatic.Length;
            case NoiseToken.E1:
                return ReadEncapsulationKey(message);
            case NoiseToken.Ekem1:
                return ReadCiphertext(message);
            default:
                Agree(token);
                return 0;
        }
    }

    private int WriteEncapsulationKey(IDecapsulationKey key, Span<byte> destination)
    {
        Span<byte> encoded = stackalloc byte[_kem.EncapsulationKeySize];
        key.ExportEncapsulationKey(encoded);
        return _symmetric.EncryptAndHash(encoded, destination);
    }

    private int ReadEncapsulationKey(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> wire = Take(message, _kem.EncapsulationKeySize + _symmetric.Overhead);
        Span<byte> encoded = stackalloc byte[_kem.EncapsulationKeySize];
        Decrypt(wire, encoded, "encapsulation key");
        try
        {
            _remoteEncapsulationKey = _kem.ImportEncapsulationKey(encoded);
        }
        catch (InvalidKeyException exception)
        {
            throw new HandshakeException(
                HandshakeError.InvalidKey,
                "The peer's encapsulation key fails the checks of its standard.",
                exception);
        }

        return wire.Length;
    }

    // The ciphertext goes first, under the key before it, and only then its secret joins the chaining key.
    private int WriteCiphertext(Span<byte> destination)
    {
        Span<byte> ciphertext = stackalloc byte[_kem.CiphertextSize];
        Span<byte> sharedSecret = stackalloc byte[_kem.SharedSecretSize];
        Made(_remoteEncapsulationKey).Encapsulate(ciphertext, sharedSecret);
        int written = _symmetric.EncryptAndHash(ciphertext, destination);
        _symmetric.MixKey(sharedSecret);
        CryptographicOperations.ZeroMemory(sharedSecret);
        return written;
    }

    private int ReadCiphertext(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> wire = Take(message, _kem.CiphertextSize + _symmetric.Overhead);
        Span<byte> ciphertext = stackalloc byte[_kem.CiphertextSize];
        Span<byte> sharedSecret = stackalloc byte[_kem.SharedSecretSize];
        Decrypt(wire, ciphertext, "KEM ciphertext");
        Made(_decapsulationKey).Decapsulate(ciphertext, sharedSecret);
        _symmetric.MixKey(sharedSecret);
        CryptographicOperations.ZeroMemory(sharedSecret);
        return wire.Length;
    }

    private void Agree(NoiseToken token)
    {
        bool usesLocalStatic = token == (_isInitiator ? NoiseToken.SE : NoiseToken.ES);
        bool usesRemoteStatic = token == (_isInitiator ? NoiseToken.ES : NoiseToken.SE);
        X25519PrivateKey local = Made(usesLocalStatic ? _static : _ephemeral);
        Span<byte> sharedSecret = stackalloc byte[X25519PrivateKey.Size];
        if (!local.TryAgree(usesRemoteStatic ? _remoteStatic : _remoteEphemeral, sharedSecret))
        {
            throw new HandshakeException(HandshakeError.InvalidKey, "The peer's X25519 key is a point of small order.");
        }

        _symmetric.MixKey(sharedSecret);
        CryptographicOperations.ZeroMemory(sharedSecret);
    }

    private void Decrypt(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext, string what)
    {
        if (!_symmetric.TryDecryptAndHash(ciphertext, plaintext))
        {
            throw new HandshakeException(HandshakeError.Decryption, $"The peer's {what} does not decrypt.");
        }
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> message, int length) => message.Length >= length
        ? message[..length]
        : throw new HandshakeException(HandshakeError.Malformed, "A handshake message is too short.");
}
