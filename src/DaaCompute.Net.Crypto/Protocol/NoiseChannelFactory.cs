using DaaCompute.Net.Crypto.Wire;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>Makes the handshakes of one Noise protocol in one identity's name.</summary>
internal sealed class NoiseChannelFactory : ISecureChannelFactory
{
    private readonly NoiseProtocol _protocol;
    private readonly NoiseSuite _suite;
    private readonly INodeIdentity _identity;

    /// <summary>Makes a factory.</summary>
    /// <exception cref="ArgumentException">The identity is of another kind than the protocol takes.</exception>
    public NoiseChannelFactory(NoiseProtocol protocol, NoiseSuite suite, INodeIdentity identity)
    {
        if (identity.PublicKey.Type != protocol.IdentityType)
        {
            throw new ArgumentException(
                $"{protocol.Id} takes a {protocol.IdentityType} identity, not {identity.PublicKey.Type}.",
                nameof(identity));
        }

        _protocol = protocol;
        _suite = suite;
        _identity = identity;
    }

    /// <inheritdoc/>
    public ProtocolId Protocol => _protocol.Id;

    /// <inheritdoc/>
    public bool IsPostQuantum => _protocol.IsPostQuantum;

    /// <inheritdoc/>
    public ISecureHandshake CreateInitiator(PeerId? expectedPeer, IReadOnlyList<ProtocolId> multiplexers) =>
        Create(isInitiator: true, expectedPeer, multiplexers);

    /// <inheritdoc/>
    public ISecureHandshake CreateResponder(IReadOnlyList<ProtocolId> multiplexers) =>
        Create(isInitiator: false, expectedPeer: null, multiplexers);

    private NoiseHandshake Create(bool isInitiator, PeerId? expectedPeer, IReadOnlyList<ProtocolId> multiplexers)
    {
        ArgumentNullException.ThrowIfNull(multiplexers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            multiplexers.Count,
            NoiseHandshakePayload.MaxMultiplexers,
            nameof(multiplexers));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            NoiseHandshakePayload.ExtensionsLength(multiplexers),
            NoiseProtocol.MaxExtensionsLength,
            nameof(multiplexers));
        return new NoiseHandshake(_protocol, _suite, _identity, isInitiator, expectedPeer, multiplexers);
    }
}
