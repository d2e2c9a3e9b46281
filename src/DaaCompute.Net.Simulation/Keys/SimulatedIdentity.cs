using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Simulation.Keys;

/// <summary>The identity of a simulated node: drawn from the seed, the same after every restart.</summary>
internal sealed class SimulatedIdentity : IIdentityStore, INodeIdentity, IDisposable
{
    private readonly ISigningKey _key;

    public SimulatedIdentity(ISignatureScheme scheme, SimulatedNode node)
    {
        byte[] seed = new byte[scheme.SeedSize];
        node.DrawIdentity(seed);
        _key = scheme.ImportSeed(seed);
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

    public void Dispose() => _key.Dispose();

    public override string ToString() => PeerId.ToString();
}
