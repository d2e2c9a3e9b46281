using System.Text;

namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>Text that is read is an address that obeys the same laws as one of bytes.</summary>
[Decodes(typeof(Multiaddress), nameof(Multiaddress.TryParse))]
[Decodes(typeof(Multiaddress), nameof(Multiaddress.Parse))]
[Decodes(typeof(MultiaddressComponent), nameof(MultiaddressComponent.TryFromText))]
internal sealed class MultiaddressTextTarget : CodecTarget<Multiaddress>
{
    public override string Name => "multiaddress-text";

    public override AllocationLimit Limit { get; } = new(
        64, 8192, "The text of every step is a string of its own, 22 bytes and a reference long before its characters.");

    public override IEnumerable<byte[]> Seeds() =>
        [.. Samples.AddressTexts.Select(Samples.Utf8), Samples.Utf8("/ipfs/bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe")];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out Multiaddress? value) =>
        Multiaddress.TryParse(Encoding.UTF8.GetString(input), out value);

    protected override byte[] Encode(Multiaddress value) => Samples.Utf8(value.ToString());

    protected override void Check(Multiaddress value, ReadOnlySpan<byte> input) => AddressLaws.Check(value);
}
