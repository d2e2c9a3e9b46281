using DaaCompute.Net.Transport.Runtime;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class IdentifyServiceTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly TransportOptions _options = new();
    private readonly FakeMultiplexedConnection _multiplexed = new(2, isOutbound: true);
    private readonly PeerConnection _connection;
    private readonly IdentifyService _identify;

    public IdentifyServiceTests()
    {
        NetworkContext context = TestContexts.Create(1, _options, _time);
        ConnectionLimits limits = new(_options, _time);
        _connection = new PeerConnection(
            context, new PeerLink(_multiplexed, limits.AcquireOutbound(), _time), limits.CreatePeerMemory());
        _identify = new IdentifyService(
            context,
            new LocalPeer(context, new ProtocolRouter()),
            new TestEnvelopes(1),
            new PeerDirectory(Options.Create(_options), _time),
            new ConnectionRegistry(context, new EventHub(), limits));
    }

    public ValueTask DisposeAsync() => _multiplexed.DisposeAsync();

    [Fact]
    public async Task IdentifyAsync_PeerDoesNotAnswer_IsAskedAgainAfterLongerPauses()
    {
        using CancellationTokenSource stopping = new();
        Task identifying = _identify.IdentifyAsync(_connection, stopping.Token);
        int first = _multiplexed.OpenAttempts;
        Assert.Equal(1, first);

        _time.Advance(_options.NegotiationTimeout);
        await TestTime.UntilAsync(() => _multiplexed.OpenAttempts == 2);
        _time.Advance(_options.NegotiationTimeout);
        Assert.Equal(2, _multiplexed.OpenAttempts);
        _time.Advance(_options.NegotiationTimeout);
        await TestTime.UntilAsync(() => _multiplexed.OpenAttempts == 3);

        await stopping.CancelAsync();
        await identifying.WaitAsync(TestTime.Limit());
    }

    [Fact]
    public async Task IdentifyAsync_PeerDoesNotSpeakIt_IsNotAskedAgain()
    {
        _multiplexed.OpenFailure = new ProtocolNotSupportedException(_connection.PeerId, IdentifyService.Protocol);
        await _identify.IdentifyAsync(_connection, CancellationToken.None).WaitAsync(TestTime.Limit());
        Assert.Equal(1, _multiplexed.OpenAttempts);
    }
}
