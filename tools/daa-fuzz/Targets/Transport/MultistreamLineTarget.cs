using System.Buffers;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A line that is read is the one that writing it gives; an incomplete one asks for more.</summary>
[Decodes(typeof(MultistreamMessage), nameof(MultistreamMessage.TryRead))]
internal sealed class MultistreamLineTarget : CodecTarget<string>
{
    public override string Name => "multistream-line";

    public override IEnumerable<byte[]> Seeds() =>
        new[] { MultistreamMessage.Header, MultistreamMessage.NotAvailable, "/noise", new string('x', 1023) }.Select(Encode);

    protected override bool TryDecode(ReadOnlySpan<byte> input, out string? value)
    {
        value = null;
        try
        {
            if (!MultistreamMessage.TryRead(new ReadOnlySequence<byte>(input.ToArray()), out string line, out long consumed))
            {
                return false;
            }

            FuzzFindingException.Require(consumed <= input.Length, "more was consumed than is there");
            FuzzFindingException.Require(
                input[..(int)consumed].SequenceEqual(Encode(line)), "the line is another one than was read");
            value = line;
            return true;
        }
        catch (ProtocolViolationException)
        {
            return false;
        }
    }

    protected override byte[] Encode(string value)
    {
        ArrayBufferWriter<byte> output = new();
        MultistreamMessage.Write(output, value);
        return output.WrittenSpan.ToArray();
    }
}
