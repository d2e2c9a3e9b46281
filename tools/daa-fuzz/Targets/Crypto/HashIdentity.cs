using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>An identity that signs with <see cref="HashSignature"/>; keys and signatures have the real sizes.</summary>
internal sealed class HashIdentity(string name, PeerKeyType type = PeerKeyType.MlDsa65) : INodeIdentity
{
    public PeerPublicKey PublicKey { get; } = Samples.Key(type, name);

    public PeerId PeerId => PublicKey.PeerId;

    public int SignatureSize => HashSignature.SizeOf(PublicKey);

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature) =>
        HashSignature.Make(PublicKey, data, context).CopyTo(signature);
}
