namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Checks what <see cref="FakeIdentity"/> signs.</summary>
internal sealed class FakeVerifier : ISignatureVerifier
{
    public bool Verify(PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature)
    {
        byte[] expected = new byte[key.Type == PeerKeyType.MlDsa65 ? 3309 : 64];
        FakeSignature.Write(key, data, context, expected);
        return signature.SequenceEqual(expected);
    }
}
