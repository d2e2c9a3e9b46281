using System.Text;

namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>A digest's text is read in either case and written in one.</summary>
[Decodes(typeof(ContentDigest), nameof(ContentDigest.TryParse))]
internal sealed class ContentDigestTarget : CodecTarget<ContentDigest>
{
    public override string Name => "content-digest";

    public override AllocationLimit Limit { get; } = new(16, 8192, "The target makes text of the bytes, and replaces what is none.");

    public override IEnumerable<byte[]> Seeds()
    {
        string text = new ContentDigest(Samples.Key(PeerKeyType.Ed25519, "digest").Data.Span).ToString();
        return [Samples.Utf8(text), Samples.Utf8(text.ToUpperInvariant())];
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out ContentDigest value) =>
        ContentDigest.TryParse(Encoding.UTF8.GetString(input), out value);

    protected override byte[] Encode(ContentDigest value) => Samples.Utf8(value.ToString());

    protected override void Check(ContentDigest value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        Encoding.UTF8.GetString(input).Equals(value.ToString(), StringComparison.OrdinalIgnoreCase),
        "the digest is another one than was read");
}
