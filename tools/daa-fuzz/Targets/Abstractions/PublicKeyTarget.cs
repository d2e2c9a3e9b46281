namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>A public key has one encoding: its hash names the peer.</summary>
[Decodes(typeof(PeerPublicKey), nameof(PeerPublicKey.TryDecode))]
internal sealed class PublicKeyTarget : CodecTarget<PeerPublicKey>
{
    public override string Name => "public-key";

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() =>
        Enum.GetValues<PeerKeyType>().Select(type => Samples.Key(type, "key").Encoded.ToArray());

    protected override bool TryDecode(ReadOnlySpan<byte> input, out PeerPublicKey? value) =>
        PeerPublicKey.TryDecode(input, out value);

    protected override byte[] Encode(PeerPublicKey value) => value.Encoded.ToArray();

    protected override void Check(PeerPublicKey value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        value.PeerId == PeerId.FromEncodedPublicKey(input) && new PeerPublicKey(value.Type, value.Data.Span).Equals(value),
        "the key is another one than was read");
}
