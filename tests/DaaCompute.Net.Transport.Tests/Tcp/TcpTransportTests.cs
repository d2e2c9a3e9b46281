using System.Net;
using System.Net.Sockets;
using DaaCompute.Net.Transport.Tcp;

namespace DaaCompute.Net.Transport.Tests.Tcp;

public sealed class TcpTransportTests : TransportContractTests
{
    protected override ITransport Transport { get; } = new TcpTransport();

    protected override Multiaddress AnyAddress { get; } = Multiaddress.Parse("/ip4/127.0.0.1/tcp/0");

    protected override Multiaddress ForeignAddress { get; } = Multiaddress.Parse("/ip4/127.0.0.1/udp/1/quic-v1");

    [Theory]
    [InlineData("/ip4/127.0.0.1/tcp/4001", true)]
    [InlineData("/ip6/::1/tcp/4001", true)]
    [InlineData("/dns/example.org/tcp/4001", true)]
    [InlineData("/dns4/example.org/tcp/4001/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N", true)]
    [InlineData("/ip4/127.0.0.1/tcp/4001/ws", false)]
    [InlineData("/ip4/127.0.0.1/tcp/4001/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N/p2p-circuit", false)]
    [InlineData("/memory/1", false)]
    public void CanHandle_Address_OnlyPlainTcp(string address, bool expected) =>
        Assert.Equal(expected, Transport.CanHandle(Multiaddress.Parse(address)));

    [Theory]
    [InlineData("dns")]
    [InlineData("dns4")]
    public async Task DialAsync_Name_IsResolved(string protocol)
    {
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        Multiaddress named = Multiaddress.Parse($"/{protocol}/localhost/tcp/{listener.LocalAddress.ValueOf("tcp")}");

        await using ITransportConnection dialled = await Transport.DialAsync(named, Token());

        Assert.Equal(listener.LocalAddress, dialled.RemoteAddress);
    }

    [Fact]
    public async Task DialAsync_UnknownName_NamesItInATransportException()
    {
        Multiaddress address = Multiaddress.Parse("/dns4/nobody.invalid/tcp/1");
        TransportException thrown = await Assert.ThrowsAsync<TransportException>(
            async () => await Transport.DialAsync(address, Token()));
        Assert.Contains(address.ToString(), thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenAsync_BothFamiliesOnOnePort_DoNotCollide()
    {
        if (!Socket.OSSupportsIPv6)
        {
            return;
        }

        await using ITransportListener four = await Transport.ListenAsync(Multiaddress.Parse("/ip4/0.0.0.0/tcp/0"), Token());
        Multiaddress six = Multiaddress.Parse($"/ip6/::/tcp/{four.LocalAddress.ValueOf("tcp")}");
        await using ITransportListener listener = await Transport.ListenAsync(six, Token());

        await using ITransportConnection dialled = await Transport.DialAsync(
            Multiaddress.Parse($"/ip6/::1/tcp/{four.LocalAddress.ValueOf("tcp")}"), Token());
        Assert.Equal(six, listener.LocalAddress);
    }

    [Fact]
    public async Task DialAsync_Cancelled_Throws()
    {
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Transport.DialAsync(Multiaddress.Parse("/ip4/127.0.0.1/tcp/1"), cancel.Token));
    }

    [Fact]
    public async Task ReceiveAsync_OtherEndResets_IsATransportException()
    {
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalAddress.ToIPEndPoint()!);
        await using ITransportConnection? accepted = await listener.AcceptAsync(Token());
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();

        await Assert.ThrowsAsync<TransportException>(async () => await accepted!.ReceiveAsync(new byte[1], Token()));
    }

    [Fact]
    public async Task Connection_BothEnds_HaveNoDelay()
    {
        await using Pair pair = await ConnectAsync();
        Assert.All([pair.Dialled, pair.Accepted], end => Assert.True(((TcpTransportConnection)end).NoDelay));
    }
}
