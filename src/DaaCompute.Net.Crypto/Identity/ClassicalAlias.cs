using DaaCompute.Net.Crypto.Envelopes;
using DaaCompute.Net.Crypto.Protocol;

namespace DaaCompute.Net.Crypto.Identity;

/// <summary>The Ed25519 identity and what is done in its name.</summary>
internal sealed class ClassicalAlias : IClassicalAlias, IDisposable
{
    /// <summary>Makes an alias.</summary>
    /// <param name="identity">The Ed25519 identity.</param>
    /// <param name="suite">The algorithms of its handshakes.</param>
    public ClassicalAlias(INodeIdentity identity, NoiseSuite suite)
    {
        Identity = identity;
        Envelopes = new SignedEnvelopes(identity, suite.Verifier);

        // The hybrid draft comes first: what is recorded today stays unreadable, though a forger of tomorrow is not kept out.
        Channels =
        [
            new NoiseChannelFactory(NoiseProtocol.Libp2pHybrid, suite, identity),
            new NoiseChannelFactory(NoiseProtocol.Libp2p, suite, identity),
        ];
    }

    public INodeIdentity Identity { get; }

    public ISignedEnvelopes Envelopes { get; }

    public IReadOnlyList<ISecureChannelFactory> Channels { get; }

    public void Dispose() => (Identity as IDisposable)?.Dispose();
}
