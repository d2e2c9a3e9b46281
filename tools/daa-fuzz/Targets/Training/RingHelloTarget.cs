using System.Buffers;
using DaaCompute.Net.Training;
using DaaCompute.Net.Training.Runtime;
using DaaCompute.Net.Training.Wire.Proto;
using DaaCompute.Net.Transport;
using Google.Protobuf;

namespace DaaCompute.Net.Fuzz.Targets.Training;

/// <summary>The first message of a ring's stream.</summary>
[Decodes(typeof(RingHandler), nameof(RingHandler.Parse))]
[Decodes(typeof(GroupId), nameof(GroupId.IsValid))]
internal sealed class RingHelloTarget : CodecTarget<RingHello>
{
    public override string Name => "ring-hello";

    public override AllocationLimit Limit { get; } = new(
        4, 8192, "The target copies the input, and text is UTF-16; a refusal is an exception with its stack.");

    public override IEnumerable<byte[]> Seeds() =>
        [new RingHello { Group = "llama/42", Incarnation = 77, Epoch = 3 }.ToByteArray(), []];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out RingHello? value)
    {
        value = null;
        try
        {
            value = RingHandler.Parse(new ReadOnlySequence<byte>(input.ToArray()));
            return GroupId.IsValid(value.Group) && new GroupId(value.Group).Value == value.Group;
        }
        catch (ProtocolViolationException)
        {
            return false;
        }
    }

    protected override byte[] Encode(RingHello value) => value.ToByteArray();
}
