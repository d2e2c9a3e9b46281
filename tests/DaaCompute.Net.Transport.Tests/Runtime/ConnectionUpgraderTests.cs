using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class ConnectionUpgraderTests
{
    private static readonly byte[] Hello =
        [.. "\u0013/multistream/1.0.0\n"u8, .. "\u0012/test/plain/1.0.0\n"u8];

    private readonly CountingMemoryScope _memory = new();

    [Fact]
    public async Task UpgradeInbound_OversizeMessage_IsRefusedOnItsPrefix()
    {
        (PipeTransportConnection near, PipeTransportConnection far) = PipeTransportConnection.CreatePair();
        Task<IMultiplexedConnection> upgrade = Listen(far);
        await near.SendAsync((byte[])[.. Hello, 0xFF, 0xFF], default);
        await AssertFailsAsync(upgrade, HandshakeError.Malformed);
    }

    [Fact]
    public async Task UpgradeInbound_PeerLeavesMidway_IsTruncated()
    {
        (PipeTransportConnection near, PipeTransportConnection far) = PipeTransportConnection.CreatePair();
        Task<IMultiplexedConnection> upgrade = Listen(far);
        await near.SendAsync((byte[])[.. Hello, 0, 36, 8], default);
        await near.CloseOutputAsync(default);
        await AssertFailsAsync(upgrade, HandshakeError.Truncated);
    }

    [Fact]
    public async Task UpgradeInbound_SilentPeer_TimesOut()
    {
        ManualTime time = new();
        (PipeTransportConnection _, PipeTransportConnection far) = PipeTransportConnection.CreatePair();
        Task<IMultiplexedConnection> upgrade = Listen(far, time);
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(upgrade.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await AssertFailsAsync(upgrade, HandshakeError.Timeout);
    }

    [Fact]
    public async Task UpgradeInbound_SpeaksSomethingElse_IsMalformed()
    {
        (PipeTransportConnection near, PipeTransportConnection far) = PipeTransportConnection.CreatePair();
        Task<IMultiplexedConnection> upgrade = Listen(far);
        await near.SendAsync(Enumerable.Repeat((byte)'G', 100).ToArray(), default);
        await AssertFailsAsync(upgrade, HandshakeError.Malformed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task UpgradeOutbound_NoCommonProtocol_SaysSo(int offers)
    {
        (PipeTransportConnection near, PipeTransportConnection far) = PipeTransportConnection.CreatePair();
        PlainChannelFactory[] offered = [.. Enumerable.Range(0, offers).Select(index => new PlainChannelFactory(1, true, $"/other/{index}"))];
        Task<IMultiplexedConnection> listening = Listen(far);
        Task<IMultiplexedConnection> dialling = new ConnectionUpgrader(offered, new LinkSettings(), TimeProvider.System)
            .UpgradeOutboundAsync(near, null, _memory, default).AsTask();
        await AssertFailsAsync(dialling, HandshakeError.NoCommonProtocol);
        await Assert.ThrowsAsync<HandshakeException>(() => listening);
    }

    [Fact]
    public async Task UpgradeInbound_PeerOnlySpeaksWhatIsNotAllowed_SaysSoAndNamesTheSetting()
    {
        (PipeTransportConnection near, PipeTransportConnection far) = PipeTransportConnection.CreatePair();
        Task<IMultiplexedConnection> upgrade = Listen(far, isPostQuantum: true);
        await near.SendAsync((byte[])[.. Hello[..20], .. "\u0007/noise\n"u8], default);
        await near.CloseOutputAsync(default);
        HandshakeException failure = await Assert.ThrowsAsync<HandshakeException>(() => upgrade);
        Assert.Equal(HandshakeError.NoCommonProtocol, failure.Error);
        Assert.Contains("/noise", failure.Message, StringComparison.Ordinal);
        Assert.Contains("AllowClassicalPeers", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpgradeInbound_PeerGoesOnAfterARefusal_SaysThatNothingIsCommon()
    {
        (PipeTransportConnection near, PipeTransportConnection far) = PipeTransportConnection.CreatePair();
        Task<IMultiplexedConnection> upgrade = Listen(far);
        await near.SendAsync((byte[])[.. Hello[..20], .. "\u0007/noise\n"u8, 0, 32, .. new byte[32]], default);
        await AssertFailsAsync(upgrade, HandshakeError.NoCommonProtocol);
    }

    [Fact]
    public async Task UpgradeOutbound_AnotherPeerAnswers_IsRefused()
    {
        (PipeTransportConnection near, PipeTransportConnection far) = PipeTransportConnection.CreatePair();
        PlainChannelFactory dialer = new(1);
        Task<IMultiplexedConnection> listening = Listen(far);
        Task<IMultiplexedConnection> dialling = new ConnectionUpgrader([dialer], new LinkSettings(), TimeProvider.System)
            .UpgradeOutboundAsync(near, dialer.LocalKey.PeerId, _memory, default).AsTask();
        HandshakeException failure = await Assert.ThrowsAsync<HandshakeException>(() => dialling);
        Assert.Equal(HandshakeError.WrongPeer, failure.Error);
        await using IMultiplexedConnection connection = await listening;
    }

    [Fact]
    public async Task UpgradeInbound_CallerCancels_IsCanceled()
    {
        using CancellationTokenSource source = new();
        (PipeTransportConnection _, PipeTransportConnection far) = PipeTransportConnection.CreatePair();
        ConnectionUpgrader upgrader = new([new PlainChannelFactory(2)], new LinkSettings(), TimeProvider.System);
        Task<IMultiplexedConnection> upgrade = upgrader.UpgradeInboundAsync(far, _memory, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upgrade);
        Assert.Equal(0, _memory.Reserved);
    }

    private Task<IMultiplexedConnection> Listen(
        PipeTransportConnection connection, TimeProvider? time = null, bool isPostQuantum = false) =>
        new ConnectionUpgrader([new PlainChannelFactory(2) { IsPostQuantum = isPostQuantum }], new LinkSettings(), time ?? TimeProvider.System)
            .UpgradeInboundAsync(connection, _memory, default).AsTask();

    private static async Task AssertFailsAsync(Task<IMultiplexedConnection> upgrade, HandshakeError error)
    {
        HandshakeException failure = await Assert.ThrowsAsync<HandshakeException>(() => upgrade);
        Assert.Equal(error, failure.Error);
    }
}
