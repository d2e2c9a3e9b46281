namespace DaaCompute.Net.Crypto;

/// <summary>A way to secure a connection, negotiated by its protocol id.</summary>
/// <remarks>
/// The handshakes and sessions it makes are pure: bytes in, bytes out. Who drives them prefixes every handshake message
/// and every record with its length in two big-endian bytes, as libp2p's Noise does.
/// </remarks>
public interface ISecureChannelFactory
{
    /// <summary>The id under which it is negotiated, such as <c>/daa/noise-pq/1.0.0</c>.</summary>
    ProtocolId Protocol { get; }

    /// <summary>Whether its key exchange and its authentication both withstand a quantum computer.</summary>
    bool IsPostQuantum { get; }

    /// <summary>Begins the side that dialled.</summary>
    /// <param name="expectedPeer">Whom it means to reach; null to accept any peer.</param>
    /// <param name="multiplexers">Multiplexers to offer early, best first; may be empty.</param>
    ISecureHandshake CreateInitiator(PeerId? expectedPeer, IReadOnlyList<ProtocolId> multiplexers);

    /// <summary>Begins the side that accepted.</summary>
    /// <param name="multiplexers">Multiplexers to offer early, best first; may be empty.</param>
    ISecureHandshake CreateResponder(IReadOnlyList<ProtocolId> multiplexers);
}
