using System.IO.Pipelines;
using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class ConnectionEndTests
{
    [Fact]
    public async Task Receive_TransportEndsWithoutGoAway_IsTruncation()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream _, IMultiplexedStream far) = await pair.OpenAsync();
        await pair.DialerTransport.CloseOutputAsync(default);

        await WhenClosedAsync(pair.Listener);
        ConnectionClosedException reason = Assert.IsType<ConnectionClosedException>(pair.Listener.CloseReason);
        Assert.Contains("truncated", reason.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await far.Input.ReadAsync());
        Assert.Null(await pair.Listener.AcceptStreamAsync(default));
    }

    [Fact]
    public async Task Receive_FlippedBit_CutsTheLinkWithViolation()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        pair.DialerTransport.Tamper = static bytes => bytes.Span[^20] ^= 1;
        await near.Output.WriteAsync(new byte[100]);

        await WhenClosedAsync(pair.Listener);
        Assert.IsType<ProtocolViolationException>(pair.Listener.CloseReason);
        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await far.Input.ReadAsync());
        await WhenClosedAsync(pair.Dialer);
        Assert.IsType<ProtocolViolationException>(pair.Dialer.CloseReason);
    }

    [Fact]
    public async Task Receive_RecordShorterThanItsTag_CutsTheLinkWithViolation()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        await pair.DialerTransport.SendAsync(new byte[] { 0, 15 }, default);
        await WhenClosedAsync(pair.Listener);
        Assert.IsType<ProtocolViolationException>(pair.Listener.CloseReason);
    }

    [Fact]
    public async Task CloseAsync_WrittenBytes_ArriveBeforeACleanEnd()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        await near.Output.WriteAsync(new byte[50_000]);
        await near.Output.CompleteAsync();
        await pair.Dialer.CloseAsync(default);

        ReadResult result = await far.Input.ReadAtLeastAsync(50_000);
        Assert.Equal(50_000, result.Buffer.Length);
        await WhenClosedAsync(pair.Listener);
        Assert.Null(pair.Listener.CloseReason);
        Assert.Null(pair.Dialer.CloseReason);
        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await pair.Dialer.OpenStreamAsync(default));
    }

    [Fact]
    public async Task KeepAlive_SilentPeer_IsCutAndTheSettingNamed()
    {
        ManualTime time = new();
        await using LinkPair pair = await LinkPair.ConnectAsync(timeProvider: time);
        (IMultiplexedStream _, IMultiplexedStream _) = await pair.OpenAsync();
        pair.ListenerTransport.Mute();
        pair.DialerTransport.Mute();
        time.Advance(TimeSpan.FromSeconds(100));

        await WhenClosedAsync(pair.Dialer);
        Assert.Contains("SilenceTimeout", pair.Dialer.CloseReason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_SilentPeer_IsCutWhenThePatienceIsOver()
    {
        ManualTime time = new();
        await using LinkPair pair = await LinkPair.ConnectAsync(timeProvider: time);
        (IMultiplexedStream _, IMultiplexedStream _) = await pair.OpenAsync();
        pair.ListenerTransport.Mute();
        pair.DialerTransport.Mute();
        pair.Dialer.Probe(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(15));

        await WhenClosedAsync(pair.Dialer);
        Assert.Contains("by another way", pair.Dialer.CloseReason!.Message, StringComparison.Ordinal);
        Assert.False(pair.Listener.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task Probe_PeerAnswers_LinkStays()
    {
        ManualTime time = new();
        await using LinkPair pair = await LinkPair.ConnectAsync(timeProvider: time);
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        pair.Dialer.Probe(TimeSpan.FromSeconds(10));

        // Frames keep their order: what follows the answer comes after it.
        await near.Output.WriteAsync(new byte[] { 1 });
        ReadResult question = await far.Input.ReadAtLeastAsync(1);
        far.Input.AdvanceTo(question.Buffer.End);
        await far.Output.WriteAsync(new byte[] { 2 });
        await near.Input.ReadAtLeastAsync(1);
        time.Advance(TimeSpan.FromSeconds(15));

        Assert.False(pair.Dialer.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task Write_PeerTakesNothing_IsCutAndTheSettingNamed()
    {
        ManualTime time = new();
        await using LinkPair pair = await LinkPair.ConnectAsync(timeProvider: time, capacity: 64 * 1024);
        (IMultiplexedStream near, IMultiplexedStream _) = await pair.OpenAsync();
        Task held = pair.DialerTransport.Hold();
        ValueTask<FlushResult> writing = near.Output.WriteAsync(new byte[1_000_000]);
        await held;
        time.Advance(TimeSpan.FromSeconds(36));

        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await writing);
        Assert.Contains("WriteTimeout", pair.Dialer.CloseReason!.Message, StringComparison.Ordinal);
    }

    private static async Task WhenClosedAsync(IMultiplexedConnection connection)
    {
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = connection.Closed.Register(closed.SetResult);
        await closed.Task;
    }
}
