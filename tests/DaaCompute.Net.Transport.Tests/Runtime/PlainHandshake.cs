using System.Buffers;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>Both sides say their key, the initiator first.</summary>
internal sealed class PlainHandshake(PeerPublicKey localKey, bool isInitiator, ProtocolId? multiplexer) : ISecureHandshake
{
    private PeerPublicKey? _remoteKey;
    private bool _written;

    public SecureHandshakeStep NextStep => _written && _remoteKey is not null
        ? SecureHandshakeStep.Complete
        : WritesNext ? SecureHandshakeStep.Write : SecureHandshakeStep.Read;

    private bool WritesNext => !_written && (isInitiator || _remoteKey is not null);

    public int MaxMessageLength => 4096;

    public void WriteMessage(IBufferWriter<byte> output)
    {
        output.Write(localKey.Encoded.Span);
        _written = true;
    }

    public void ReadMessage(ReadOnlySpan<byte> message) => _remoteKey = PeerPublicKey.TryDecode(message, out PeerPublicKey? key)
        ? key
        : throw new HandshakeException(HandshakeError.Malformed, "The message is no key.");

    public ISecureSession Complete() => new PlainSession(_remoteKey!, multiplexer);

    public void Dispose()
    {
    }
}
