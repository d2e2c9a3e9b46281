using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>Text in base58 or as a CID names a peer whose own text names it too; base58 has one text for each value.</summary>
[Decodes(typeof(PeerId), nameof(PeerId.TryParse))]
[Decodes(typeof(PeerId), nameof(PeerId.Parse))]
[Decodes(typeof(Base58), nameof(Base58.TryDecode))]
[Decodes(typeof(Base32), nameof(Base32.TryDecode))]
internal sealed class PeerIdTextTarget : CodecTarget<PeerId>
{
    private static readonly string[] Texts =
    [
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
        "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA",
        "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe",
        "11111",
    ];

    public override string Name => "peer-id-text";

    public override AllocationLimit Limit { get; } = new(16, 8192, "The target makes text of the bytes, and replaces what is none.");

    public override IEnumerable<byte[]> Seeds() => Texts.Select(Samples.Utf8);

    protected override bool TryDecode(ReadOnlySpan<byte> input, out PeerId? value)
    {
        string text = Encoding.UTF8.GetString(input);
        if (Base58.TryDecode(text, out byte[] bytes))
        {
            FuzzFindingException.Require(Base58.Encode(bytes) == text, "base58 has a second text for a value");
        }

        return PeerId.TryParse(text, out value);
    }

    protected override byte[] Encode(PeerId value) => Samples.Utf8(value.ToString());
}
