using DaaCompute.Net.Transport.Selection;
using DaaCompute.Net.Transport.Tests.Runtime;

namespace DaaCompute.Net.Transport.Tests.Selection;

public sealed class RoleAwareTransportSelectorTests
{
    private const string QuicAddress = "/ip4/192.0.2.1/udp/1/quic-v1";

    [Theory]
    [InlineData(NodeRole.SuperNode, NodeCapabilities.None, NodeRole.SuperNode, NodeCapabilities.None, null, "quic")]
    [InlineData(NodeRole.SuperNode, NodeCapabilities.None, NodeRole.Leaf, NodeCapabilities.None, null, "tcp")]
    [InlineData(NodeRole.Leaf, NodeCapabilities.None, NodeRole.RegionalHub, NodeCapabilities.Quic, null, "quic")]
    [InlineData(NodeRole.Leaf, NodeCapabilities.None, NodeRole.RegionalHub, NodeCapabilities.None, QuicAddress, "quic")]
    [InlineData(NodeRole.Leaf, NodeCapabilities.None, NodeRole.Leaf, NodeCapabilities.Browser, QuicAddress, "ws")]
    [InlineData(NodeRole.SuperNode, NodeCapabilities.None, NodeRole.Leaf, NodeCapabilities.Browser | NodeCapabilities.WebRtc, null, "webrtc")]
    [InlineData(NodeRole.Leaf, NodeCapabilities.Browser, NodeRole.SuperNode, NodeCapabilities.Quic, null, "ws")]
    public void Order_ByRoleAndCapability_BeginsAsTheSpecificationHasIt(
        NodeRole role, NodeCapabilities capabilities, NodeRole peerRole, NodeCapabilities peerCapabilities, string? address, string first)
    {
        PeerInfo local = new(new TestIdentity(1).PeerId, []) { Role = role, Capabilities = capabilities };
        PeerInfo peer = new(new TestIdentity(2).PeerId, address is null ? [] : [Multiaddress.Parse(address)])
        {
            Role = peerRole,
            Capabilities = peerCapabilities,
        };

        IReadOnlyList<string> order = new RoleAwareTransportSelector().Order(local, peer);

        Assert.Equal(first, order[0]);
        Assert.Equal(["quic", "tcp", "webrtc", "ws"], order.Order(StringComparer.Ordinal));
    }
}
