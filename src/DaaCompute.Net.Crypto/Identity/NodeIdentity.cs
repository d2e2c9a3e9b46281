namespace DaaCompute.Net.Crypto.Identity;

/// <summary>A signing key and the name that it proves.</summary>
internal sealed class NodeIdentity : INodeIdentity, IDisposable
{
    private readonly ISigningKey _key;

    /// <param name="scheme">The scheme of the key.</param>
    /// <param name="key">The key; disposed with this identity.</param>
    public NodeIdentity(ISignatureScheme scheme, ISigningKey key)
    {
        _key = key;
        SignatureSize = scheme.SignatureSize;
        byte[] encoded = new byte[scheme.PublicKeySize];
        key.ExportPublicKey(encoded);
        PublicKey = new PeerPublicKey(scheme.KeyType, encoded);
    }

    public PeerPublicKey PublicKey { get; }

    public PeerId PeerId => PublicKey.PeerId;

    public int SignatureSize { get; }

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature) =>
        _key.Sign(data, context, signature);

    public void Dispose() => _key.Dispose();

    public override string ToString() => PublicKey.ToString();
}
