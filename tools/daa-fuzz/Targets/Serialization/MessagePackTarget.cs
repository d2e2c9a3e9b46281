using System.Buffers;
using DaaCompute.Net.Serialization;
using DaaCompute.Net.Serialization.MessagePack;

namespace DaaCompute.Net.Fuzz.Targets.Serialization;

/// <summary>A payload in MessagePack is of its type, or refused with one exception.</summary>
[Decodes(typeof(MessagePackPayloadSerializer), nameof(MessagePackPayloadSerializer.Deserialize))]
internal sealed class MessagePackTarget : CodecTarget<Dictionary<string, byte[][]>>
{
    private static readonly MessagePackPayloadSerializer Serializer = new();

    public override string Name => "message-pack";

    public override AllocationLimit Limit { get; } = new(
        64, 32768, "The library makes an object for each value of a byte, and an exception in an exception for what is none.");

    public override IEnumerable<byte[]> Seeds() =>
    [
        Encode(new Dictionary<string, byte[][]> { ["layers"] = [[1, 2], []], ["none"] = [] }),
        Encode([]),
        [0xC0],
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out Dictionary<string, byte[][]>? value)
    {
        try
        {
            value = Serializer.Deserialize<Dictionary<string, byte[][]>>(input.ToArray());
            return value is not null;
        }
        catch (PayloadException)
        {
            value = null;
            return false;
        }
    }

    protected override byte[] Encode(Dictionary<string, byte[][]> value)
    {
        ArrayBufferWriter<byte> output = new();
        Serializer.Serialize(output, value);
        return output.WrittenSpan.ToArray();
    }
}
