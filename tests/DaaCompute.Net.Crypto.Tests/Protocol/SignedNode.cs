using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Identity;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Crypto.Signatures;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>A node with a real identity: ML-DSA-65, or Ed25519 where the protocol takes that.</summary>
internal sealed class SignedNode : IDisposable
{
    private readonly NodeIdentity _identity;
    private readonly NoiseChannelFactory _factory;

    public SignedNode(NoiseProtocol protocol, string seed)
    {
        StreamEntropy entropy = new(seed);
        ISignatureScheme scheme = protocol.IdentityType == PeerKeyType.MlDsa65
            ? new BouncyCastleMlDsa65(entropy, deterministic: true)
            : new Ed25519Scheme(entropy);
        _identity = new NodeIdentity(scheme, scheme.GenerateKey());
        _factory = new NoiseChannelFactory(
            protocol,
            new NoiseSuite(
                new BouncyCastleMlKem768(entropy),
                new ChaCha20Poly1305Cipher(),
                new SignatureVerifier([scheme], cacheSize: 8),
                entropy),
            _identity);
    }

    public PeerId PeerId => _identity.PeerId;

    public ISecureHandshake Dial(PeerId expected) => _factory.CreateInitiator(expected, [NoiseNode.Yamux]);

    public ISecureHandshake Accept() => _factory.CreateResponder([NoiseNode.Yamux]);

    public void Dispose() => _identity.Dispose();
}
