using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>One message with its length before it: read whole, refused, or cut off.</summary>
[Decodes(typeof(LengthPrefixedMessage), nameof(LengthPrefixedMessage.ReadAsync))]
[Decodes(typeof(LengthPrefixedMessage), nameof(LengthPrefixedMessage.TryReadAsync))]
internal sealed class MessageStreamTarget : CodecTarget<byte[]>
{
    private const int MaxLength = 256;

    public override string Name => "message-stream";

    public override AllocationLimit Limit { get; } = new(4, 8192, "The target copies the input into a pipe.");

    public override IEnumerable<byte[]> Seeds() => [Encode([1, 2, 3]), Encode([]), Encode(new byte[MaxLength])];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out byte[]? value)
    {
        value = null;
        PipeReader reader = PipeReader.Create(new ReadOnlySequence<byte>(input.ToArray()));
        try
        {
            value = Awaited.Now(LengthPrefixedMessage.ReadAsync(reader, MaxLength, CancellationToken.None));
            FuzzFindingException.Require(value.Length <= MaxLength, "a message is longer than it may be");
            return true;
        }
        catch (Exception exception) when (exception is ProtocolViolationException or ConnectionClosedException)
        {
            return false;
        }
    }

    protected override byte[] Encode(byte[] value)
    {
        ArrayBufferWriter<byte> output = new();
        UnsignedVarint.Write(output, (ulong)value.Length);
        output.Write(value);
        return output.WrittenSpan.ToArray();
    }
}
