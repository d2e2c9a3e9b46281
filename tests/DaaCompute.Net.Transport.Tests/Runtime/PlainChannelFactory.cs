using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>A security protocol without security, for tests of what is above it.</summary>
internal sealed class PlainChannelFactory(byte key, bool choosesEarly = true, string protocol = "/test/plain/1.0.0")
    : ISecureChannelFactory
{
    public PeerPublicKey LocalKey { get; } = new(PeerKeyType.Ed25519, Enumerable.Repeat(key, 32).ToArray());

    public ProtocolId Protocol { get; } = new(protocol);

    public bool IsPostQuantum { get; init; }

    public ISecureHandshake CreateInitiator(PeerId? expectedPeer, IReadOnlyList<ProtocolId> multiplexers) =>
        new PlainHandshake(LocalKey, isInitiator: true, choosesEarly ? multiplexers[0] : null);

    public ISecureHandshake CreateResponder(IReadOnlyList<ProtocolId> multiplexers) =>
        new PlainHandshake(LocalKey, isInitiator: false, choosesEarly ? multiplexers[0] : null);
}
