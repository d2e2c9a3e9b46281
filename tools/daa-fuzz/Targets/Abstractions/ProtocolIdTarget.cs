using System.Text;

namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>What may name a protocol does, and is plain text of one line.</summary>
[Decodes(typeof(ProtocolId), nameof(ProtocolId.IsValid))]
internal sealed class ProtocolIdTarget : CodecTarget<string>
{
    public override string Name => "protocol-id";

    public override AllocationLimit Limit { get; } = new(16, 8192, "The target makes text of the bytes, and replaces what is none.");

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() => [Samples.Utf8("/ipfs/ping/1.0.0"), Samples.Utf8("/a")];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out string? value)
    {
        value = Encoding.UTF8.GetString(input);
        return ProtocolId.IsValid(value);
    }

    protected override byte[] Encode(string value) => Samples.Utf8(new ProtocolId(value).Value);

    protected override void Check(string value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        value.Length <= ProtocolId.MaxLength && input.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0,
        "a protocol's name is no plain text");
}
