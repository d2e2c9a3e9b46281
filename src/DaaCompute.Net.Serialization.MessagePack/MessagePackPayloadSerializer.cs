using System.Buffers;
using MessagePack;

namespace DaaCompute.Net.Serialization.MessagePack;

/// <summary>MessagePack, with the library's settings for data that nobody vouches for.</summary>
/// <remarks>
/// Types carry the library's attributes (<c>[MessagePackObject]</c>, <c>[Key]</c>). Never read are: names of types, compressed
/// blocks, and bytes after the message.
/// </remarks>
public sealed class MessagePackPayloadSerializer : IPayloadSerializer
{
    private readonly MessagePackSerializerOptions _options;
    private readonly int _maxLength;

    /// <summary>Makes one.</summary>
    /// <param name="options">The bounds; null for the defaults.</param>
    public MessagePackPayloadSerializer(MessagePackPayloadOptions? options = null)
    {
        options ??= new MessagePackPayloadOptions();
        _maxLength = options.MaxLength;
        _options = MessagePackSerializerOptions.Standard.WithSecurity(
            MessagePackSecurity.UntrustedData.WithMaximumObjectGraphDepth(options.MaxDepth));
    }

    /// <inheritdoc/>
    public string Name => "MessagePack";

    /// <inheritdoc/>
    public void Serialize<T>(IBufferWriter<byte> output, T value)
    {
        ArgumentNullException.ThrowIfNull(output);
        byte[] payload;
        try
        {
            payload = MessagePackSerializer.Serialize(value, _options);
        }
        catch (MessagePackSerializationException exception)
        {
            throw new PayloadException($"A {typeof(T).Name} cannot be written as MessagePack: {Cause(exception)}", exception);
        }

        if (payload.Length > _maxLength)
        {
            throw TooLong(payload.Length);
        }

        output.Write(payload);
    }

    /// <inheritdoc/>
    public T Deserialize<T>(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > _maxLength)
        {
            throw TooLong(payload.Length);
        }

        T value;
        long consumed;
        try
        {
            MessagePackReader reader = new(payload);
            value = MessagePackSerializer.Deserialize<T>(ref reader, _options);
            consumed = reader.Consumed;
        }
        catch (Exception exception) when (exception is MessagePackSerializationException or EndOfStreamException)
        {
            throw new PayloadException($"The payload is no {typeof(T).Name}: {Cause(exception)}", exception);
        }

        return consumed == payload.Length
            ? value
            : throw new PayloadException($"{payload.Length - consumed} bytes follow a {typeof(T).Name}.");
    }

    private static string Cause(Exception exception) => exception.GetBaseException().Message;

    private PayloadException TooLong(int length) =>
        new($"The payload has {length} bytes; {MessagePackPayloadOptions.Path}:MaxLength allows {_maxLength}.");
}
