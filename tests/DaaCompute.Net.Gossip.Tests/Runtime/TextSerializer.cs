using System.Buffers;
using System.Globalization;
using System.Text;
using DaaCompute.Net.Serialization;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>Numbers as text.</summary>
internal sealed class TextSerializer : IPayloadSerializer
{
    public string Name => "text";

    public void Serialize<T>(IBufferWriter<byte> output, T value) =>
        output.Write(Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!));

    public T Deserialize<T>(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return (T)Convert.ChangeType(Encoding.UTF8.GetString(payload.Span), typeof(T), CultureInfo.InvariantCulture);
        }
        catch (FormatException exception)
        {
            throw new PayloadException("no number", exception);
        }
    }
}
