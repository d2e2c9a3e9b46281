using DaaCompute.Net.Crypto.Protocol;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>A responder that keeps Noise's rules and none of ours: its payload is whatever the test says.</summary>
internal sealed class ScriptedResponder(NoiseProtocol protocol, IEntropySource entropy) : IDisposable
{
    private readonly HandshakeState _state = new(protocol.Name.Ascii(), isInitiator: false, NoiseNode.Suite(entropy));

    /// <summary>The key its payload has to speak for.</summary>
    public byte[] StaticKey => _state.LocalStatic.ToArray();

    /// <summary>Takes the first message and answers it.</summary>
    /// <param name="first">The initiator's message.</param>
    /// <param name="payload">Makes the payload out of the handshake hash just before it.</param>
    public byte[] Answer(byte[] first, Func<byte[], byte[]> payload)
    {
        int read = _state.ReadTokens(protocol.TokensOf(0), first);
        _state.ReadPayload(first.AsSpan(read), default);
        byte[] message = new byte[16_384];
        int length = _state.WriteTokens(protocol.TokensOf(1), message);
        length += _state.WritePayload(payload(_state.Hash.ToArray()), message.AsSpan(length));
        return message[..length];
    }

    public void Dispose() => _state.Dispose();
}
