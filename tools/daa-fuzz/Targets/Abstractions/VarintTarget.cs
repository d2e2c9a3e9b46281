using System.Buffers;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>A varint is what writing it gives; what is incomplete may go on, what is invalid stays so.</summary>
[Decodes(typeof(UnsignedVarint), nameof(UnsignedVarint.Read))]
internal sealed class VarintTarget : IFuzzTarget
{
    public string Name => "varint";

    public AllocationLimit Limit => AllocationLimit.OfInput;

    public IEnumerable<byte[]> Seeds() => new ulong[] { 0, 1, 127, 128, 300, 1UL << 35, UnsignedVarint.MaxValue }.Select(Encode);

    public void Run(ReadOnlySpan<byte> input)
    {
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        OperationStatus status = UnsignedVarint.Read(input, out ulong value, out int read);
        meter.Stop();
        switch (status)
        {
            case OperationStatus.Done:
                FuzzFindingException.Require(Encode(value).AsSpan().SequenceEqual(input[..read]), "not the minimal form");
                FuzzFindingException.Require(
                    UnsignedVarint.Read(input[..(read - 1)], out _, out _) == OperationStatus.NeedMoreData,
                    "the value was there before its last byte");
                break;
            case OperationStatus.NeedMoreData:
                FuzzFindingException.Require(
                    UnsignedVarint.Read([.. input, 0x01], out _, out int longer) == OperationStatus.Done
                        && longer == input.Length + 1,
                    "a last byte does not end it");
                break;
            default:
                FuzzFindingException.Require(
                    UnsignedVarint.Read([.. input, 0x01], out _, out _) == OperationStatus.InvalidData,
                    "invalid data became valid");
                break;
        }
    }

    private static byte[] Encode(ulong value)
    {
        byte[] bytes = new byte[UnsignedVarint.GetLength(value)];
        UnsignedVarint.Write(bytes, value);
        return bytes;
    }
}
