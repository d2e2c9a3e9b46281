namespace DaaCompute.Net.Transport;

/// <summary>The host's say in who may be connected to. Called before any work is done for the connection.</summary>
public interface IConnectionGate
{
    /// <summary>Whether an address may be dialled.</summary>
    /// <param name="peer">Whom, where known.</param>
    /// <param name="address">The address.</param>
    bool AllowDial(PeerId? peer, Multiaddress address);

    /// <summary>Whether a connection from an address may begin its handshake.</summary>
    /// <param name="remoteAddress">The address.</param>
    bool AllowAccept(Multiaddress remoteAddress);

    /// <summary>Whether a peer that proved its identity may stay.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="remoteAddress">Its address.</param>
    /// <param name="isOutbound">Whether this node dialled.</param>
    bool AllowPeer(PeerPublicKey key, Multiaddress remoteAddress, bool isOutbound);
}
