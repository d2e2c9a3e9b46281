namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>A peer id has one binary form, and its text form names the same peer.</summary>
[Decodes(typeof(PeerId), nameof(PeerId.TryFromBytes))]
[Decodes(typeof(PeerId), nameof(PeerId.FromEncodedPublicKey))]
internal sealed class PeerIdBytesTarget : CodecTarget<PeerId>
{
    public override string Name => "peer-id-bytes";

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() =>
    [
        Samples.Key(PeerKeyType.MlDsa65, "a").PeerId.Bytes.ToArray(),
        Samples.Key(PeerKeyType.Ed25519, "b").PeerId.Bytes.ToArray(),
        Samples.Key(PeerKeyType.Secp256k1, "c").PeerId.Bytes.ToArray(),
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out PeerId? value) => PeerId.TryFromBytes(input, out value);

    protected override byte[] Encode(PeerId value) => value.Bytes.ToArray();

    protected override void Check(PeerId value, ReadOnlySpan<byte> input)
    {
        FuzzFindingException.Require(PeerId.Parse(value.ToString()) == value, "the text names another peer");
        FuzzFindingException.Require(
            value.InlinePublicKey is not { } key || key.PeerId == value, "the key inside is another peer's");
    }
}
