using System.Buffers;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto;

/// <summary>A handshake under way: a state machine without clock or socket.</summary>
public interface ISecureHandshake : IDisposable
{
    /// <summary>What has to happen next.</summary>
    SecureHandshakeStep NextStep { get; }

    /// <summary>The longest message that may come next, in bytes; a longer one is refused unread.</summary>
    int MaxMessageLength { get; }

    /// <summary>Writes the next message, without its length prefix. Only when <see cref="NextStep"/> says so.</summary>
    /// <param name="output">Where it goes.</param>
    /// <exception cref="HandshakeException">A key in the peer's last message turns out unusable; the handshake is over.</exception>
    void WriteMessage(IBufferWriter<byte> output);

    /// <summary>Takes the next message, without its length prefix. Only when <see cref="NextStep"/> says so.</summary>
    /// <param name="message">The whole message.</param>
    /// <exception cref="HandshakeException">It fails a check; the handshake is over.</exception>
    void ReadMessage(ReadOnlySpan<byte> message);

    /// <summary>Ends a finished handshake. The session is the caller's to dispose.</summary>
    ISecureSession Complete();
}
