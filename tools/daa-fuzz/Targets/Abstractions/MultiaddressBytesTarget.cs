namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>An address has one binary form, and its text form is an address with that form.</summary>
[Decodes(typeof(Multiaddress), nameof(Multiaddress.TryDecode))]
[Decodes(typeof(MultiaddressComponent), nameof(MultiaddressComponent.TryFromBytes))]
internal sealed class MultiaddressBytesTarget : CodecTarget<Multiaddress>
{
    public override string Name => "multiaddress-bytes";

    public override AllocationLimit Limit { get; } = new(
        8, 8192, "An address keeps each of its at most 16 steps as bytes and as UTF-16 text, which base58 lengthens.");

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() => Samples.Addresses.Select(address => address.Bytes.ToArray());

    protected override bool TryDecode(ReadOnlySpan<byte> input, out Multiaddress? value) =>
        Multiaddress.TryDecode(input, out value);

    protected override byte[] Encode(Multiaddress value) => value.Bytes.ToArray();

    protected override void Check(Multiaddress value, ReadOnlySpan<byte> input) => AddressLaws.Check(value);
}
