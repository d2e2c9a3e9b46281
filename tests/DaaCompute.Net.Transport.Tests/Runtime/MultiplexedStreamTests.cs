using System.IO.Pipelines;
using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class MultiplexedStreamTests
{
    [Fact]
    public async Task Complete_Output_LeavesTheOtherDirectionOpen()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        await near.Output.CompleteAsync();
        ReadResult end = await far.Input.ReadAsync();
        Assert.True(end.IsCompleted);

        await far.Output.WriteAsync(new byte[] { 1, 2, 3 });
        await far.Output.CompleteAsync();
        ReadResult answer = await near.Input.ReadAtLeastAsync(3);
        Assert.Equal(3, answer.Buffer.Length);
    }

    [Fact]
    public async Task Abort_EitherEnd_FailsBothEndsPipes()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        near.Abort();

        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await near.Input.ReadAsync());
        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await far.Input.ReadAsync());
        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await far.Output.WriteAsync(new byte[1]));
        Assert.Equal(0, pair.Dialer.OutboundStreams);
        Assert.Equal(0, pair.Listener.InboundStreams);
    }

    [Fact]
    public async Task CompleteWithException_Output_ResetsTheStream()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        await near.Output.CompleteAsync(new InvalidOperationException("gave up"));
        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await far.Input.ReadAsync());
    }

    [Fact]
    public async Task Write_ReaderNeverReads_WaitsWithinTheWindow()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        ValueTask<FlushResult> writing = near.Output.WriteAsync(new byte[8_000_000]);
        (IMultiplexedStream other, IMultiplexedStream otherFar) = await pair.OpenAsync();
        await other.Output.WriteAsync(new byte[1000]);

        // The second stream still moves, and the first has stopped at its window.
        ReadResult passed = await otherFar.Input.ReadAtLeastAsync(1000);
        Assert.Equal(1000, passed.Buffer.Length);
        Assert.False(writing.IsCompleted);
        ReadResult held = await far.Input.ReadAsync();
        Assert.InRange(held.Buffer.Length, 1, 256 * 1024);
        Assert.InRange(pair.ListenerMemory.Reserved, 0, (2 * 256 * 1024) + (64 * 1024));
        near.Abort();
        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await writing);
    }

    [Fact]
    public async Task CancelPending_ReadAndFlush_ReturnCanceledAndLoseNothing()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        ValueTask<ReadResult> reading = near.Input.ReadAsync();
        near.Input.CancelPendingRead();
        Assert.True((await reading).IsCanceled);

        ValueTask<FlushResult> writing = near.Output.WriteAsync(new byte[1_000_000]);
        near.Output.CancelPendingFlush();
        Assert.True((await writing).IsCanceled);
        await near.Output.CompleteAsync();
        using MemoryStream all = new();
        await far.Input.CopyToAsync(all);
        Assert.Equal(1_000_000, all.Length);
    }

    [Fact]
    public async Task Cancel_WriteByToken_ThrowsAndKeepsTheBytes()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        using CancellationTokenSource source = new();
        byte[] bytes = new byte[600_000];
        ValueTask<FlushResult> writing = near.Output.WriteAsync(bytes, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writing);
        await near.Output.CompleteAsync();
        using MemoryStream all = new();
        await far.Input.CopyToAsync(all);
        Assert.Equal(bytes.Length, all.Length);
    }

    [Fact]
    public async Task Advance_BufferedWrites_LeaveWithTheFlush()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync();
        (IMultiplexedStream near, IMultiplexedStream far) = await pair.OpenAsync();
        for (int index = 0; index < 30_000; index++)
        {
            near.Output.GetSpan(1)[0] = (byte)index;
            near.Output.Advance(1);
        }

        Assert.Equal(30_000, near.Output.UnflushedBytes);
        await near.Output.FlushAsync();
        await near.Output.CompleteAsync();
        using MemoryStream all = new();
        await far.Input.CopyToAsync(all);
        Assert.Equal(Enumerable.Range(0, 30_000).Select(static index => (byte)index), all.ToArray());
    }

    [Fact]
    public async Task Open_AboveTheInboundLimit_IsReset()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync(new LinkSettings { MaxInboundStreams = 1 });
        await pair.OpenAsync();
        IMultiplexedStream refused = await pair.Dialer.OpenStreamAsync(default);
        await refused.Output.WriteAsync(new byte[1]);
        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await refused.Input.ReadAsync());
    }

    [Fact]
    public async Task Open_NoMemoryAtThePeer_IsReset()
    {
        await using LinkPair pair = await LinkPair.ConnectAsync(listenerMemory: new CountingMemoryScope(100_000));
        IMultiplexedStream refused = await pair.Dialer.OpenStreamAsync(default);
        await refused.Output.WriteAsync(new byte[1]);
        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await refused.Input.ReadAsync());
    }
}
