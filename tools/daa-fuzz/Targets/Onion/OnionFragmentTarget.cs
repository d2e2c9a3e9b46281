using DaaCompute.Net.Onion.Protocol.Fragments;

namespace DaaCompute.Net.Fuzz.Targets.Onion;

/// <summary>What stands in front of a cell's data; nothing in it contradicts the rest.</summary>
[Decodes(typeof(FragmentHeader), nameof(FragmentHeader.TryRead))]
internal sealed class OnionFragmentTarget : CodecTarget<FragmentHeader>
{
    private const int Capacity = 28_108;

    public override string Name => "onion-fragment";

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() =>
    [
        Encode(new FragmentHeader(FragmentKind.Message, 100, 7, Index: 0, DataFragments: 1, GroupParity: 0)),
        Encode(new FragmentHeader(FragmentKind.Message, Capacity, 7, Index: 3, DataFragments: 300, GroupParity: 4)),
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out FragmentHeader value)
    {
        value = default;
        return input.Length == FragmentHeader.Size && FragmentHeader.TryRead(input, Capacity, out value);
    }

    protected override byte[] Encode(FragmentHeader value)
    {
        byte[] bytes = new byte[FragmentHeader.Size];
        value.Write(bytes);
        return bytes;
    }

    protected override void Check(FragmentHeader value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        value.Group >= 0 && value.Group < value.Groups && value.DataOf(value.Group) > 0, "a fragment is of no group");
}
