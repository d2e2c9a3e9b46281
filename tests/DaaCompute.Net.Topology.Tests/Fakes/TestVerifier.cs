using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Topology.Tests.Fakes;

/// <summary>Checks the signatures of <see cref="TestIdentity"/>, and counts.</summary>
internal sealed class TestVerifier : ISignatureVerifier
{
    public int Verifications { get; private set; }

    public bool Verify(PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature)
    {
        Verifications++;
        return signature.SequenceEqual(TestIdentity.SignatureOf(key, data, context));
    }
}
