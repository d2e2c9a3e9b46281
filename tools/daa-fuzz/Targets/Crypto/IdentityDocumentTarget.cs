using DaaCompute.Net.Crypto.Identity;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>The file of an identity: a PEM key with or without a peer id before it, and the seed inside.</summary>
[Decodes(typeof(IdentityDocument), nameof(IdentityDocument.TryDecode))]
[Decodes(typeof(SeedPrivateKeyInfo), nameof(SeedPrivateKeyInfo.TryDecode))]
internal sealed class IdentityDocumentTarget : CodecTarget<IdentityDocument>
{
    private static readonly SeedPrivateKeyInfo[] Forms = [SeedPrivateKeyInfo.MlDsa65, SeedPrivateKeyInfo.Ed25519];
    private static readonly PeerId Peer = Samples.Key(PeerKeyType.MlDsa65, "file").PeerId;

    public override string Name => "identity-document";

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (SeedPrivateKeyInfo form in Forms)
        {
            byte[] key = new byte[form.Size];
            form.Encode(new byte[SeedPrivateKeyInfo.SeedSize], key);
            yield return IdentityDocument.Encode(Peer, isEncrypted: false, key);
        }

        yield return IdentityDocument.Encode(Peer, isEncrypted: true, new EncryptedPrivateKeyTarget().Seeds().First());
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out IdentityDocument? value) =>
        IdentityDocument.TryDecode(input, out value);

    protected override byte[] Encode(IdentityDocument value) => IdentityDocument.Encode(Peer, value.IsEncrypted, value.Key);

    protected override void Check(IdentityDocument value, ReadOnlySpan<byte> input)
    {
        byte[] seed = new byte[SeedPrivateKeyInfo.SeedSize];
        foreach (SeedPrivateKeyInfo form in Forms.Where(form => form.TryDecode(value.Key, seed)))
        {
            byte[] key = new byte[form.Size];
            form.Encode(seed, key);
            FuzzFindingException.Require(key.AsSpan().SequenceEqual(value.Key), "a seed has a second form");
        }
    }
}
