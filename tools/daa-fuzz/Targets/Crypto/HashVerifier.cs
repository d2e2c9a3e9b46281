using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>Checks what <see cref="HashIdentity"/> signs; or accepts every signature that is there at all.</summary>
internal sealed class HashVerifier(bool acceptsAll) : ISignatureVerifier
{
    public bool Verify(
        PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature) =>
        acceptsAll ? !signature.IsEmpty : signature.SequenceEqual(HashSignature.Make(key, data, context));
}
