using System.Buffers;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.Training;

/// <summary>Messages on a control stream: taken whole, off the front, or refused by their length.</summary>
[Decodes(typeof(LengthPrefixed), nameof(LengthPrefixed.TryTake))]
internal sealed class GroupStreamTarget : IFuzzTarget
{
    public string Name => "group-stream";

    public AllocationLimit Limit { get; } = new(2, 8192, "The target copies the input; a refusal is an exception with its stack.");

    public IEnumerable<byte[]> Seeds() => [[1, 42, 2, 1, 2], [0x80, 0x02, .. new byte[256]], [0xFF, 0xFF, 0x03]];

    public void Run(ReadOnlySpan<byte> input)
    {
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        ReadOnlySequence<byte> buffer = new(input.ToArray());
        try
        {
            long before = buffer.Length;
            while (LengthPrefixed.TryTake(ref buffer, out ReadOnlySequence<byte> message))
            {
                FuzzFindingException.Require(
                    message.Length is > 0 and <= LengthPrefixed.MaxLength && buffer.Length + message.Length < before,
                    "a message is longer than it may be, or than its bytes");
                before = buffer.Length;
            }

            FuzzFindingException.Require(buffer.Length == before, "bytes were taken without a message");
        }
        catch (ProtocolViolationException)
        {
            // The stream ends here.
        }

        meter.Stop();
    }
}
