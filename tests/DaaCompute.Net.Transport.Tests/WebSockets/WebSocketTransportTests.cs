using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.WebSockets;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Tests.WebSockets;

public sealed class WebSocketTransportTests : TransportContractTests
{
    private readonly TransportOptions _options = new();

    protected override ITransport Transport => new WebSocketTransport(Options.Create(_options), new TestEntropy(1));

    protected override Multiaddress AnyAddress { get; } = Multiaddress.Parse("/ip4/127.0.0.1/tcp/0/ws");

    protected override Multiaddress ForeignAddress { get; } = Multiaddress.Parse("/ip4/127.0.0.1/tcp/1");

    [Theory]
    [InlineData("/ip4/127.0.0.1/tcp/80/ws", true)]
    [InlineData("/dns4/example.org/tcp/443/wss", true)]
    [InlineData("/dns/example.org/tcp/443/tls/ws/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N", true)]
    [InlineData("/ip6/::1/tcp/443/tls/sni/example.org/ws", true)]
    [InlineData("/ip4/127.0.0.1/tcp/80", false)]
    [InlineData("/ip4/127.0.0.1/tcp/80/tls", false)]
    [InlineData("/ip4/127.0.0.1/udp/80/ws", false)]
    [InlineData("/ip4/127.0.0.1/tcp/80/ws/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N/p2p-circuit", false)]
    [InlineData("/memory/1", false)]
    public void CanHandle_Address_OnlyWebSockets(string address, bool expected) =>
        Assert.Equal(expected, Transport.CanHandle(Multiaddress.Parse(address)));

    [Theory]
    [InlineData("/ip4/127.0.0.1/tcp/0/wss")]
    [InlineData("/dns4/localhost/tcp/0/ws")]
    public async Task ListenAsync_TlsOrName_IsRefused(string address) => await Assert.ThrowsAsync<TransportException>(
        async () => await Transport.ListenAsync(Multiaddress.Parse(address), Token()));

    [Fact]
    public async Task DialAsync_Name_IsResolved()
    {
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        Multiaddress named = Multiaddress.Parse($"/dns4/localhost/tcp/{listener.LocalAddress.ValueOf("tcp")}/ws");

        await using ITransportConnection dialled = await Transport.DialAsync(named, Token());

        Assert.Equal(listener.LocalAddress, dialled.RemoteAddress);
    }

    [Fact]
    public async Task DialAsync_SomethingElseListens_IsATransportException()
    {
        using Socket server = new(SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        server.Listen();
        Task dialling = Transport.DialAsync(
            Multiaddress.FromEndPoint((System.Net.IPEndPoint)server.LocalEndPoint!).Encapsulate(Multiaddress.Parse("/ws")),
            Token()).AsTask();
        using Socket accepted = await server.AcceptAsync(Token());
        await accepted.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\n\r\n"));

        TransportException thrown = await Assert.ThrowsAsync<TransportException>(() => dialling);
        Assert.Contains("404", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://app.example.org", true)]
    [InlineData("https://evil.example.org", false)]
    public async Task AcceptAsync_Origin_IsCheckedAgainstTheList(string? origin, bool allowed)
    {
        _options.WebSocketOrigins.Add("https://app.example.org");
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        using ClientWebSocket client = new();
        if (origin is not null)
        {
            client.Options.SetRequestHeader("Origin", origin);
        }

        Task connecting = client.ConnectAsync(UriOf(listener), Token());
        await using ITransportConnection? accepted = await listener.AcceptAsync(Token());

        if (allowed)
        {
            await connecting;
            return;
        }

        await Assert.ThrowsAsync<WebSocketException>(() => connecting);
        TransportException thrown = await Assert.ThrowsAsync<TransportException>(
            async () => await accepted!.ReceiveAsync(new byte[1], Token()));
        Assert.Contains("DaaCompute:Transport:WebSocketOrigins", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReceiveAsync_MessagesInPieces_AreOneStream()
    {
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        using ClientWebSocket client = new();
        Task connecting = client.ConnectAsync(UriOf(listener), Token());
        await using ITransportConnection? accepted = await listener.AcceptAsync(Token());
        await connecting;

        await client.SendAsync("he"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: false, Token());
        await client.SendAsync("l"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, Token());
        await client.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Binary, endOfMessage: true, Token());
        await client.SendAsync("lo"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, Token());
        Assert.Equal("hello"u8.ToArray(), await ReceiveExactlyAsync(accepted!, 5));

        await client.SendAsync("text"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token());
        await Assert.ThrowsAsync<TransportException>(async () => await accepted!.ReceiveAsync(new byte[1], Token()));
    }

    [Fact]
    public async Task AcceptAsync_HeadWithoutEnd_IsRefusedAtTheLimit()
    {
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        using Socket client = new(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalAddress.ToIPEndPoint()!, Token());
        await using ITransportConnection? accepted = await listener.AcceptAsync(Token());
        Task<int> receiving = accepted!.ReceiveAsync(new byte[1], Token()).AsTask();
        await client.SendAsync(Enumerable.Repeat((byte)'A', 9_000).ToArray());

        await Assert.ThrowsAsync<TransportException>(() => receiving);
        byte[] answer = new byte[64];
        int count = await client.ReceiveAsync(answer, Token());
        Assert.StartsWith("HTTP/1.1 400", Encoding.ASCII.GetString(answer, 0, count), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_BeforeTheHandshake_EndsIt()
    {
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        using Socket silent = new(SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(listener.LocalAddress.ToIPEndPoint()!, Token());
        ITransportConnection accepted = (await listener.AcceptAsync(Token()))!;
        Task<int> receiving = accepted.ReceiveAsync(new byte[1], Token()).AsTask();
        await accepted.DisposeAsync();

        await Assert.ThrowsAsync<TransportException>(() => receiving);
    }

    private static Uri UriOf(ITransportListener listener) => new($"ws://{listener.LocalAddress.ToIPEndPoint()}/");
}
