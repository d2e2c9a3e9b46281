namespace DaaCompute.Net.Transport.Runtime;

/// <summary>All the host's gates as one: each must agree.</summary>
internal sealed class ConnectionGates(IEnumerable<IConnectionGate> gates) : IConnectionGate
{
    private readonly IConnectionGate[] _gates = [.. gates];

    public bool AllowDial(PeerId? peer, Multiaddress address) =>
        Array.TrueForAll(_gates, gate => gate.AllowDial(peer, address));

    public bool AllowAccept(Multiaddress remoteAddress) =>
        Array.TrueForAll(_gates, gate => gate.AllowAccept(remoteAddress));

    public bool AllowPeer(PeerPublicKey key, Multiaddress remoteAddress, bool isOutbound) =>
        Array.TrueForAll(_gates, gate => gate.AllowPeer(key, remoteAddress, isOutbound));
}
