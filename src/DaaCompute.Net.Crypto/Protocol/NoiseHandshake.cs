using System.Buffers;
using System.Text;
using DaaCompute.Net.Crypto.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>One side of a handshake: the messages in their order, and who is believed after each.</summary>
/// <remarks>Source: libp2p/specs noise, and docs/protocols/secure-channel.md for what differs in ours.</remarks>
internal sealed class NoiseHandshake : ISecureHandshake
{
    private readonly NoiseProtocol _protocol;
    private readonly NoiseSuite _suite;
    private readonly INodeIdentity _identity;
    private readonly PeerId? _expectedPeer;
    private readonly IReadOnlyList<ProtocolId> _multiplexers;
    private readonly HandshakeState _state;
    private readonly bool _isInitiator;
    private int _message;
    private bool _isOver;
    private PeerPublicKey? _remoteKey;
    private IReadOnlyList<ProtocolId> _remoteMultiplexers = [];

    /// <summary>Begins one side.</summary>
    public NoiseHandshake(
        NoiseProtocol protocol,
        NoiseSuite suite,
        INodeIdentity identity,
        bool isInitiator,
        PeerId? expectedPeer,
        IReadOnlyList<ProtocolId> multiplexers)
    {
        _protocol = protocol;
        _suite = suite;
        _identity = identity;
        _isInitiator = isInitiator;
        _expectedPeer = expectedPeer;
        _multiplexers = multiplexers;
        _state = new HandshakeState(Encoding.ASCII.GetBytes(protocol.Name), isInitiator, suite);
    }

    /// <inheritdoc/>
    public SecureHandshakeStep NextStep => _message == NoiseProtocol.MessageCount
        ? SecureHandshakeStep.Complete
        : (_message % 2 == 0) == _isInitiator ? SecureHandshakeStep.Write : SecureHandshakeStep.Read;

    /// <inheritdoc/>
    public int MaxMessageLength => _message == NoiseProtocol.MessageCount
        ? 0
        : _protocol.MaxMessageLength(_message, _suite.KeyEncapsulation);

    /// <inheritdoc/>
    public void WriteMessage(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Require(SecureHandshakeStep.Write);
        try
        {
            Span<byte> message = output.GetSpan(MaxMessageLength);
            int length = _state.WriteTokens(_protocol.TokensOf(_message), message);
            ReadOnlyMemory<byte> payload = _message == 0 ? default : MakePayload();
            length += _state.WritePayload(payload.Span, message[length..]);
            output.Advance(length);
            _message++;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void ReadMessage(ReadOnlySpan<byte> message)
    {
        Require(SecureHandshakeStep.Read);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxMessageLength);
        try
        {
            if (message.Length > MaxMessageLength)
            {
                throw Malformed("A handshake message is longer than its kind can be.");
            }

            ReadMessage(message, buffer);
            _message++;
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public ISecureSession Complete()
    {
        Require(SecureHandshakeStep.Complete);
        (CipherState initiator, CipherState responder) = _state.Split();
        NoiseSession session = new(
            _protocol,
            _isInitiator ? initiator : responder,
            _isInitiator ? responder : initiator,
            _remoteKey!,
            ChooseMultiplexer(),
            _state.Hash);
        Dispose();
        return session;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            _state.Dispose();
        }
    }

    /// <summary>The protocol and the step; never a key.</summary>
    public override string ToString() => $"{_protocol.Id}, message {_message + 1} of {NoiseProtocol.MessageCount}";

    private static HandshakeException Malformed(string message) => new(HandshakeError.Malformed, message);

    private void Require(SecureHandshakeStep step)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        if (NextStep != step)
        {
            throw new InvalidOperationException($"The handshake's next step is {NextStep}, not {step}.");
        }
    }

    private void ReadMessage(ReadOnlySpan<byte> message, Span<byte> buffer)
    {
        int read = _state.ReadTokens(_protocol.TokensOf(_message), message);
        ReadOnlySpan<byte> ciphertext = message[read..];
        int length = ciphertext.Length - _state.PayloadOverhead;
        if (length < 0 || (_message == 0 && length > 0))
        {
            throw Malformed("A handshake message has the wrong length.");
        }

        Span<byte> hash = stackalloc byte[SymmetricState.HashSize];
        _state.Hash.CopyTo(hash);
        _state.ReadPayload(ciphertext, buffer[..length]);
        if (_message > 0)
        {
            Authenticate(hash, buffer[..length]);
        }
    }

    private ReadOnlyMemory<byte> MakePayload()
    {
        Span<byte> statement = stackalloc byte[_protocol.Binding.MessageLength];
        _protocol.Binding.WriteMessage(_state.Hash, _state.LocalStatic, statement);
        byte[] signature = new byte[_identity.SignatureSize];
        _identity.Sign(statement, _protocol.Binding.GetContext(_isInitiator), signature);
        return NoiseHandshakePayload.Encode(_identity.PublicKey.Encoded.Span, signature, _multiplexers);
    }

    // Whom the key names is checked before anything it signed is.
    private void Authenticate(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> message)
    {
        if (!NoiseHandshakePayload.TryDecode(message, out NoiseHandshakePayload payload)
            || !PeerPublicKey.TryDecode(payload.IdentityKey, out PeerPublicKey? key))
        {
            throw Malformed("The peer's payload is no libp2p handshake payload.");
        }

        if (_expectedPeer is not null && key.PeerId != _expectedPeer)
        {
            throw new HandshakeException(HandshakeError.WrongPeer, $"{key.PeerId} answered instead of {_expectedPeer}.");
        }

        if (key.Equals(_identity.PublicKey))
        {
            throw new HandshakeException(HandshakeError.Self, "This node reached itself.");
        }

        if (key.Type != _protocol.IdentityType)
        {
            throw new HandshakeException(
                HandshakeError.NoCommonProtocol,
                $"{_protocol.Id} takes {_protocol.IdentityType} identities; {key.PeerId} has {key.Type}.");
        }

        Span<byte> statement = stackalloc byte[_protocol.Binding.MessageLength];
        _protocol.Binding.WriteMessage(hash, _state.RemoteStatic, statement);
        if (!_suite.Verifier.Verify(key, statement, _protocol.Binding.GetContext(!_isInitiator), payload.Signature))
        {
            throw new HandshakeException(HandshakeError.Signature, $"The signature in the name of {key.PeerId} is wrong.");
        }

        _remoteKey = key;
        _remoteMultiplexers = payload.Multiplexers;
    }

    // The initiator's order decides, as in libp2p's inlined muxer negotiation.
    private ProtocolId? ChooseMultiplexer()
    {
        IReadOnlyList<ProtocolId> preferred = _isInitiator ? _multiplexers : _remoteMultiplexers;
        IReadOnlyList<ProtocolId> offered = _isInitiator ? _remoteMultiplexers : _multiplexers;
        foreach (ProtocolId multiplexer in preferred)
        {
            if (offered.Contains(multiplexer))
            {
                return multiplexer;
            }
        }

        return null;
    }
}
