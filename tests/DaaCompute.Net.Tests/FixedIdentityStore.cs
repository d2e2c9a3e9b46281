using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Tests;

/// <summary>An identity of the host's own, from a seed that is known.</summary>
internal sealed class FixedIdentityStore : IIdentityStore, INodeIdentity
{
    private readonly ISigningKey _key;

    public FixedIdentityStore(ISignatureScheme scheme)
    {
        _key = scheme.ImportSeed(new byte[scheme.SeedSize]);
        byte[] encoded = new byte[scheme.PublicKeySize];
        _key.ExportPublicKey(encoded);
        PublicKey = new PeerPublicKey(scheme.KeyType, encoded);
        SignatureSize = scheme.SignatureSize;
    }

    public PeerPublicKey PublicKey { get; }

    public PeerId PeerId => PublicKey.PeerId;

    public int SignatureSize { get; }

    public INodeIdentity LoadOrCreate() => this;

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature) =>
        _key.Sign(data, context, signature);
}
