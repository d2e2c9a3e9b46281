using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Training.Fakes;

/// <summary>Signs with a hash over key, context and data: enough to tell signers and uses apart.</summary>
internal sealed class FakeIdentity(int number) : INodeIdentity
{
    public PeerPublicKey PublicKey { get; } = TestPeers.Key(number);

    public PeerId PeerId => PublicKey.PeerId;

    public int SignatureSize => 32;

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature) =>
        FakeVerifier.Compute(PublicKey, data, context).CopyTo(signature);
}
