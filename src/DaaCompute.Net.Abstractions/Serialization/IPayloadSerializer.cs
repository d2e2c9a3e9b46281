using System.Buffers;

namespace DaaCompute.Net.Serialization;

/// <summary>Turns the host's own messages into bytes and back; every peer of a topic must use the same.</summary>
/// <remarks>Safe for concurrent use. The bytes that are read come from peers: whatever they are, they do no harm.</remarks>
public interface IPayloadSerializer
{
    /// <summary>The format, as a name for logs: <c>MessagePack</c>.</summary>
    string Name { get; }

    /// <summary>Appends a value's bytes.</summary>
    /// <typeparam name="T">The kind of message.</typeparam>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">The message.</param>
    /// <exception cref="PayloadException">The value cannot be represented, or takes more bytes than are allowed.</exception>
    void Serialize<T>(IBufferWriter<byte> output, T value);

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">The kind of message.</typeparam>
    /// <param name="payload">The whole payload, from anywhere.</param>
    /// <exception cref="PayloadException">The bytes are no such message, too many, or too deeply nested.</exception>
    T Deserialize<T>(ReadOnlyMemory<byte> payload);
}
