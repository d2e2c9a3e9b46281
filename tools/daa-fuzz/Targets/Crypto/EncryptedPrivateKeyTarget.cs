using DaaCompute.Net.Crypto.Identity;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>The DER of an encrypted key: only the one strong form is read, and read again when written.</summary>
[Decodes(typeof(EncryptedPrivateKeyInfo), nameof(EncryptedPrivateKeyInfo.TryDecode))]
internal sealed class EncryptedPrivateKeyTarget : CodecTarget<EncryptedPrivateKeyInfo>
{
    private static readonly byte[] Sample =
        EncryptedPrivateKeyInfo.Encrypt(new byte[SeedPrivateKeyInfo.MlDsa65.Size], "passphrase", new SeededEntropy("salt")).Encode();

    public override string Name => "encrypted-private-key";

    public override AllocationLimit Limit { get; } = new(
        4, 16384, "The reader of the base library allocates for each of some ten nested elements, and throws for bad ones.");

    public override IEnumerable<byte[]> Seeds() => [Sample];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out EncryptedPrivateKeyInfo? value) =>
        EncryptedPrivateKeyInfo.TryDecode(input.ToArray(), out value);

    protected override byte[] Encode(EncryptedPrivateKeyInfo value) => value.Encode();
}
