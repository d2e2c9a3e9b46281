using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Signatures;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>Any key with any signature is verified or refused; only the true signature of the true key is verified.</summary>
/// <remarks>The first two bytes are the key's length; the key in protobuf follows, then the signature.</remarks>
[Decodes(typeof(SignatureVerifier), nameof(SignatureVerifier.Verify))]
[Decodes(typeof(BouncyCastleMlDsa65), nameof(BouncyCastleMlDsa65.ImportPublicKey))]
[Decodes(typeof(Ed25519Scheme), nameof(Ed25519Scheme.ImportPublicKey))]
internal sealed class SignatureTarget : IFuzzTarget
{
    private static readonly byte[] Data = [1, 2, 3];

    private static readonly ISignatureScheme[] Schemes =
        [new BouncyCastleMlDsa65(new SeededEntropy("signatures")), new Ed25519Scheme(new SeededEntropy("signatures"))];

    private static readonly (PeerPublicKey Key, byte[] Signature)[] Signed = [.. Schemes.Select(Sign)];

    public string Name => "signature";

    public AllocationLimit Limit { get; } = AllocationLimit.None("The matrix that a key expands to is of one size, whatever the input.");

    public IEnumerable<byte[]> Seeds() => Signed.Select(one => (byte[])
        [(byte)one.Key.Encoded.Length, (byte)(one.Key.Encoded.Length >> 8), .. one.Key.Encoded.Span, .. one.Signature]);

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
        {
            return;
        }

        ReadOnlySpan<byte> rest = input[2..];
        int length = Math.Min(input[0] | (input[1] << 8), rest.Length);
        if (!PeerPublicKey.TryDecode(rest[..length], out PeerPublicKey? key))
        {
            return;
        }

        SignatureVerifier verifier = new(Schemes, cacheSize: 1);
        if (verifier.Verify(key, Data, [], rest[length..]))
        {
            byte[] signature = rest[length..].ToArray();
            FuzzFindingException.Require(
                key.Type == PeerKeyType.Ed25519
                    || Signed.Any(one => one.Key.Equals(key) && one.Signature.AsSpan().SequenceEqual(signature)),
                "a signature was verified that nobody made");
            FuzzFindingException.Require(verifier.Verify(key, Data, [], signature), "a prepared key verifies otherwise");
        }
    }

    private static (PeerPublicKey Key, byte[] Signature) Sign(ISignatureScheme scheme)
    {
        using ISigningKey key = scheme.ImportSeed(new byte[scheme.SeedSize]);
        byte[] publicKey = new byte[scheme.PublicKeySize];
        byte[] signature = new byte[scheme.SignatureSize];
        key.ExportPublicKey(publicKey);
        key.Sign(Data, [], signature);
        return (new PeerPublicKey(scheme.KeyType, publicKey), signature);
    }
}
