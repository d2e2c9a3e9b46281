using System.IO.Pipelines;
using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class StreamNegotiationTests
{
    private static readonly ProtocolId Echo = new("/echo/1.0.0");

    [Fact]
    public async Task DialAsync_Spoken_BothEndsAgree()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        Task<ProtocolId> listening = ListenAsync(pair, Echo.Value);
        IMultiplexedStream stream = await pair.Dialer.OpenStreamAsync(default);
        await StreamNegotiation.DialAsync(stream, pair.Dialer.RemoteKey.PeerId, Echo, default);
        Assert.Equal(Echo, await listening);
    }

    [Fact]
    public async Task DialAsync_NotSpoken_Throws()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        Task<ProtocolId> listening = ListenAsync(pair, "/other/1.0.0");
        IMultiplexedStream stream = await pair.Dialer.OpenStreamAsync(default);
        ProtocolNotSupportedException refusal = await Assert.ThrowsAsync<ProtocolNotSupportedException>(
            async () => await StreamNegotiation.DialAsync(stream, pair.Dialer.RemoteKey.PeerId, Echo, default));
        Assert.Equal(Echo, refusal.Protocol);
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<ConnectionClosedException>(() => listening);
    }

    [Fact]
    public async Task DialLazily_Spoken_DataTravelsWithTheProposal()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        IMultiplexedStream stream = await pair.Dialer.OpenStreamAsync(default);
        IDuplexPipe lazy = StreamNegotiation.DialLazily(stream, pair.Dialer.RemoteKey.PeerId, Echo);
        await lazy.Output.WriteAsync(new byte[] { 7 });
        IMultiplexedStream far = (await pair.Listener.AcceptStreamAsync(default))!;
        await StreamNegotiation.ListenAsync(far, static protocol => protocol == "/echo/1.0.0", default);
        ReadResult request = await far.Input.ReadAsync();
        Assert.Equal(7, request.Buffer.FirstSpan[0]);
        await far.Output.WriteAsync(new byte[] { 8 });
        ReadResult answer = await lazy.Input.ReadAsync();
        Assert.Equal(8, answer.Buffer.FirstSpan[0]);
    }

    [Fact]
    public async Task DialLazily_NotSpoken_ThrowsOnTheFirstRead()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        Task<ProtocolId> listening = ListenAsync(pair, "/other/1.0.0");
        IMultiplexedStream stream = await pair.Dialer.OpenStreamAsync(default);
        IDuplexPipe lazy = StreamNegotiation.DialLazily(stream, pair.Dialer.RemoteKey.PeerId, Echo);
        await Assert.ThrowsAsync<ProtocolNotSupportedException>(async () => await lazy.Input.ReadAsync());
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<ConnectionClosedException>(() => listening);
    }

    [Fact]
    public async Task DialLazily_NotSpokenWithDataBehind_StillHearsTheRefusal()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        Task<ProtocolId> listening = ListenAsync(pair, "/other/1.0.0");
        IMultiplexedStream stream = await pair.Dialer.OpenStreamAsync(default);
        IDuplexPipe lazy = StreamNegotiation.DialLazily(stream, pair.Dialer.RemoteKey.PeerId, Echo);
        await lazy.Output.WriteAsync(new byte[100]);
        await Assert.ThrowsAsync<ProtocolNotSupportedException>(async () => await lazy.Input.ReadAsync());
        await Assert.ThrowsAsync<ProtocolViolationException>(() => listening);
    }

    private static async Task<ProtocolId> ListenAsync(LinkPair pair, string supported)
    {
        IMultiplexedStream stream = (await pair.Listener.AcceptStreamAsync(default))!;
        return await StreamNegotiation.ListenAsync(stream, protocol => protocol == supported, default);
    }
}
