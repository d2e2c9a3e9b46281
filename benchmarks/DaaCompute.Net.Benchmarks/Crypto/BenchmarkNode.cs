using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Entropy;
using DaaCompute.Net.Crypto.Identity;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Crypto.Signatures;

namespace DaaCompute.Net.Benchmarks.Crypto;

/// <summary>A node that handshakes as it does in production: hedged signatures, prepared peer keys.</summary>
internal sealed class BenchmarkNode : IDisposable
{
    private static readonly ProtocolId[] Multiplexers = [new("/yamux/1.0.0")];

    private readonly NodeIdentity _identity;
    private readonly NoiseChannelFactory _factory;

    public BenchmarkNode(NoiseProtocol protocol)
    {
        SystemEntropySource entropy = new();
        ISignatureScheme scheme = protocol.IdentityType == PeerKeyType.MlDsa65
            ? new BouncyCastleMlDsa65(entropy)
            : new Ed25519Scheme(entropy);
        _identity = new NodeIdentity(scheme, scheme.GenerateKey());
        NoiseSuite suite = new(
            new BouncyCastleMlKem768(entropy),
            new ChaCha20Poly1305Cipher(),
            new SignatureVerifier([scheme], cacheSize: 8),
            entropy);
        _factory = new NoiseChannelFactory(protocol, suite, _identity);
    }

    public ISecureHandshake Dial(BenchmarkNode peer) => _factory.CreateInitiator(peer._identity.PeerId, Multiplexers);

    public ISecureHandshake Accept() => _factory.CreateResponder(Multiplexers);

    public void Dispose() => _identity.Dispose();
}
