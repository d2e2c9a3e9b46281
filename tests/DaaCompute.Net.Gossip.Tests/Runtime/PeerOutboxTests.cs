using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Gossip.Diagnostics;
using DaaCompute.Net.Gossip.Runtime;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

public sealed class PeerOutboxTests : IAsyncDisposable
{
    private readonly PipeStream _stream = new();
    private readonly SetTime _time = new();
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    [Fact]
    public async Task Frames_AreWrittenInOrder()
    {
        PeerOutbox outbox = Create();
        for (byte value = 0; value < 100; value++)
        {
            Assert.True(outbox.TryEnqueue(new byte[] { value }, FrameKind.Forwarded));
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(value => (byte)value), await ReadAsync(100));
    }

    [Fact]
    public async Task StuckPeer_UrgentFramesGoFirst_AndForwardedOnesAreDropped()
    {
        PeerOutbox outbox = Create(options => options.PeerQueueLength = 16);
        await StickAsync(outbox);
        int queued = Enumerable.Range(0, 100).Count(_ => outbox.TryEnqueue(new byte[] { 1 }, FrameKind.Forwarded));
        Assert.Equal(16, queued);
        int urgent = Enumerable.Range(0, 100).Count(_ => outbox.TryEnqueue(new byte[] { 2 }, FrameKind.Own));
        Assert.Equal(16, urgent);
        Assert.False(outbox.WhenRelaxed.IsCompleted);
        byte[] written = await ReadAsync(4096 + 32);
        Assert.Equal([.. Enumerable.Repeat((byte)2, 16), .. Enumerable.Repeat((byte)1, 16)], written[4096..]);
        await outbox.WhenRelaxed;
    }

    [Fact]
    public async Task StuckPeer_BytesAreBounded()
    {
        PeerOutbox outbox = Create(options => options.PeerQueueBytes = 1 << 16);
        await StickAsync(outbox);
        Assert.True(outbox.TryEnqueue(new byte[1 << 20], FrameKind.Forwarded), "one frame always may");
        Assert.False(outbox.TryEnqueue(new byte[1], FrameKind.Forwarded));
    }

    [Fact]
    public async Task StuckPeer_AfterTheDeadline_LosesItsStream()
    {
        PeerOutbox outbox = Create();
        await StickAsync(outbox);
        await GossipTestNode.UntilAsync(() => _time.Timers == 1);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(_failed.Task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("10 s", await _failed.Task.WaitAsync(GossipTestNode.Limit()), StringComparison.Ordinal);
        Assert.True(_stream.IsAborted);
        Assert.False(outbox.TryEnqueue(new byte[1], FrameKind.Control));
        Assert.True(outbox.WhenRelaxed.IsCompleted);
    }

    [Fact]
    public async Task IdleOutbox_HoldsNoTimer()
    {
        PeerOutbox outbox = Create();
        outbox.TryEnqueue(new byte[1], FrameKind.Control);
        await ReadAsync(1);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task Close_WritesWhatWaits()
    {
        PeerOutbox outbox = Create();
        outbox.TryEnqueue(new byte[100], FrameKind.Control);
        await outbox.CloseAsync(GossipTestNode.Limit());
        Assert.Equal(100, (await ReadAsync(100)).Length);
    }

    private PeerOutbox Create(Action<GossipOptions>? configure = null)
    {
        GossipOptions options = new();
        configure?.Invoke(options);
        return new PeerOutbox(_stream, options, _time, new GossipMetrics(meters: null), reason => _failed.TrySetResult(reason));
    }

    /// <summary>Fills the peer's window, so that the writer hangs.</summary>
    private async Task StickAsync(PeerOutbox outbox)
    {
        outbox.TryEnqueue(new byte[4096], FrameKind.Control);
        await GossipTestNode.UntilAsync(() => _stream.Written.TryRead(out ReadResult result) && Unread(result));

        bool Unread(ReadResult result)
        {
            _stream.Written.AdvanceTo(result.Buffer.Start);
            return result.Buffer.Length >= 4096;
        }
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        ReadResult result = await _stream.Written.ReadAtLeastAsync(count, GossipTestNode.Limit());
        byte[] read = result.Buffer.Slice(0, count).ToArray();
        _stream.Written.AdvanceTo(result.Buffer.GetPosition(count));
        return read;
    }
}
