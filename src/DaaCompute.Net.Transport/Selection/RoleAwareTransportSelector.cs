namespace DaaCompute.Net.Transport.Selection;

/// <summary>The specification's choice: QUIC between servers, WebRTC or WebSocket to browsers, else QUIC or TCP.</summary>
/// <remarks>
/// A browser can listen on no socket and a page may open none but WebSocket and WebRTC, so for either end being one those
/// come first. A transport that this node does not have, or the peer has no address for, is passed over.
/// </remarks>
internal sealed class RoleAwareTransportSelector : ITransportSelector
{
    private const string Quic = "quic";
    private const string Tcp = "tcp";
    private const string WebRtc = "webrtc";
    private const string WebSocket = "ws";

    private static readonly string[] Servers = [Quic, Tcp, WebSocket, WebRtc];
    private static readonly string[] WebRtcBrowser = [WebRtc, WebSocket, Quic, Tcp];
    private static readonly string[] PlainBrowser = [WebSocket, WebRtc, Quic, Tcp];
    private static readonly string[] Plain = [Tcp, WebSocket, Quic, WebRtc];

    public IReadOnlyList<string> Order(PeerInfo local, PeerInfo peer)
    {
        if (local.Role == NodeRole.SuperNode && peer.Role == NodeRole.SuperNode)
        {
            return Servers;
        }

        if ((local.Capabilities | peer.Capabilities).HasFlag(NodeCapabilities.Browser))
        {
            return peer.Capabilities.HasFlag(NodeCapabilities.WebRtc) ? WebRtcBrowser : PlainBrowser;
        }

        // An address says it as well as a capability does, and is known before identify has run.
        bool speaksQuic = peer.Capabilities.HasFlag(NodeCapabilities.Quic)
            || peer.Addresses.Any(address => address.Has("quic-v1"));
        return speaksQuic ? Servers : Plain;
    }
}
