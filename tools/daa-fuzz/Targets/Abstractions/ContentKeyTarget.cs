using System.Text;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Training;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>The name of some content, in whatever text, is a key whose hexadecimal text is the same key.</summary>
[Decodes(typeof(ContentKey), nameof(ContentKey.TryParse))]
[Decodes(typeof(Cid), nameof(Cid.TryReadMultihash))]
[Decodes(typeof(ShardId), nameof(ShardId.TryParse))]
[Decodes(typeof(ShardId), nameof(ShardId.Parse))]
internal sealed class ContentKeyTarget : CodecTarget<ContentKey>
{
    private static readonly string[] Texts =
    [
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
        "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe",
        "1220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ];

    public override string Name => "content-key";

    public override AllocationLimit Limit { get; } = new(16, 8192, "The target makes text of the bytes, and replaces what is none.");

    public override IEnumerable<byte[]> Seeds() => Texts.Select(Samples.Utf8);

    protected override bool TryDecode(ReadOnlySpan<byte> input, out ContentKey value)
    {
        string text = Encoding.UTF8.GetString(input);
        if (ShardId.TryParse(text, null, out ShardId shard))
        {
            FuzzFindingException.Require(ShardId.Parse(shard.ToString()).Equals(shard), "a shard's text names another");
        }

        return ContentKey.TryParse(text, out value);
    }

    protected override byte[] Encode(ContentKey value) => Samples.Utf8(value.ToString());
}
