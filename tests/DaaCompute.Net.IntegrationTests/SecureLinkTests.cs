using System.IO.Pipelines;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.IntegrationTests;

public sealed class SecureLinkTests
{
    private static readonly ProtocolId Echo = new("/echo/1.0.0");

    [Fact]
    public async Task OpenStreamAsync_PostQuantumOverTcp_MovesMegabytesAndIdentifies()
    {
        await using LoopbackNode one = await LoopbackNode.StartAsync();
        await using LoopbackNode two = await LoopbackNode.StartAsync();
        using IDisposable registration = two.Network.Handle(new EchoHandler());
        IPeerConnection connection = await one.Network.ConnectAsync(two.Address, LoopbackNode.Limit());
        byte[] sent = new byte[4 << 20];
        new Random(1).NextBytes(sent);

        await using IPeerStream stream = await connection.OpenStreamAsync(Echo, LoopbackNode.Limit());
        Task sending = SendAsync(stream, sent);
        byte[] received = new byte[sent.Length];
        await stream.Input.AsStream(leaveOpen: true).ReadExactlyAsync(received, LoopbackNode.Limit());
        await sending;
        await one.Network.PingAsync(two.Id, LoopbackNode.Limit());
        while (connection.RemotePeer.AgentVersion is null)
        {
            await Task.Delay(1, LoopbackNode.Limit());
        }

        Assert.True(sent.AsSpan().SequenceEqual(received));
        Assert.True(connection.IsPostQuantum);
        Assert.Equal("/daa/noise-pq/1.0.0", connection.Security.Value);
        Assert.Contains(two.Address.WithoutPeer(), connection.RemotePeer.Addresses);
        Assert.Contains(Echo, connection.RemotePeer.Protocols);
    }

    [Fact]
    public async Task ConnectAsync_WrongPeerOrSelf_IsATypedErrorBeforeAnyData()
    {
        await using LoopbackNode one = await LoopbackNode.StartAsync();
        await using LoopbackNode two = await LoopbackNode.StartAsync();
        await using LoopbackNode three = await LoopbackNode.StartAsync();

        HandshakeException wrong = await Assert.ThrowsAsync<HandshakeException>(
            async () => await one.Network.ConnectAsync(two.Address.WithPeer(three.Id), LoopbackNode.Limit()));
        HandshakeException self = await Assert.ThrowsAsync<HandshakeException>(
            async () => await one.Network.ConnectAsync(one.Address.WithoutPeer()!, LoopbackNode.Limit()));

        Assert.Equal((HandshakeError.WrongPeer, HandshakeError.Self), (wrong.Error, self.Error));
        Assert.Empty(one.Network.Connected);
        Assert.Empty(two.Network.Connected);
    }

    [Fact]
    public async Task ConnectAsync_EightNodesOneMachineAllAtOnce_OneConnectionAPair()
    {
        LoopbackNode[] nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LoopbackNode.StartAsync()));

        await Task.WhenAll(
            from node in nodes
            from other in nodes
            where node != other
            select node.Network.ConnectAsync(other.Address, LoopbackNode.Limit()).AsTask());

        Assert.All(nodes, node => Assert.Equal(
            nodes.Select(other => other.Id).Where(id => id != node.Id).Order(),
            node.Network.Connected.Select(connection => connection.RemotePeer.Id)));
        await Task.WhenAll(
            from node in nodes
            from connection in node.Network.Connected
            select node.Network.PingAsync(connection.RemotePeer.Id, LoopbackNode.Limit()).AsTask());
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
    }

    private static async Task SendAsync(IPeerStream stream, byte[] bytes)
    {
        await stream.Output.WriteAsync(bytes, LoopbackNode.Limit());
        await stream.Output.CompleteAsync();
    }

    private sealed class EchoHandler : IProtocolHandler
    {
        public ProtocolId Protocol => Echo;

        public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
            await stream.Input.CopyToAsync(stream.Output, cancellationToken);
    }
}
