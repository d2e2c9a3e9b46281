using System.Collections.Concurrent;
using System.Threading.Channels;
using DaaCompute.Net.Training.Fakes;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace DaaCompute.Net.Training.Runtime;

public sealed class GroupLinksTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeHub _hub = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Send_LinkBrokeAndTheConnectionLives_GoesOverANewLink()
    {
        End near = new(_hub.Add(0), _time);
        End far = new(_hub.Add(1), _time);
        FakeConnection connection = await ConnectAsync(near, far);
        await near.Linked.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        await far.Linked.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        connection.BreakStreams();
        await ComesAsync(near.Linked.Reader.WaitToReadAsync().AsTask());
        await ComesAsync(far.Linked.Reader.WaitToReadAsync().AsTask());
        near.Links.Send(far.Id, GroupCodec.Frame(new GroupId("g"), new MemberId(near.Id, 7), AllReduceFailureReason.Left));

        GroupFrame frame = await far.Received.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(new GroupId("g"), frame.Group);
        Assert.Empty(near.Lost);
        await near.Links.DisposeAsync();
        await far.Links.DisposeAsync();
    }

    [Fact]
    public async Task Ended_ConnectionIsGone_IsToldOnceAndNotOpenedAgain()
    {
        End near = new(_hub.Add(0), _time);
        End far = new(_hub.Add(1), _time);
        FakeConnection connection = await ConnectAsync(near, far);
        await near.Linked.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        connection.Cut();
        await ComesAsync(near.WhenLost);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(far.Id, Assert.Single(near.Lost));
        Assert.False(near.Linked.Reader.TryRead(out _));
        await near.Links.DisposeAsync();
        await far.Links.DisposeAsync();
    }

    [Fact]
    public async Task Left_PeerStopsTakingPart_IsTold()
    {
        End near = new(_hub.Add(0), _time);
        End far = new(_hub.Add(1), _time);
        await ConnectAsync(near, far);
        await near.Linked.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        await far.Linked.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        far.Handler.Dispose();
        await far.Links.DisposeAsync();

        await ComesAsync(near.WhenLost);
        await near.Links.DisposeAsync();
    }

    private static async Task<FakeConnection> ConnectAsync(End near, End far)
    {
        FakeConnection connection = (FakeConnection)await near.Network.ConnectAsync(far.Id);
        near.Links.Ensure(connection);
        return connection;
    }

    /// <summary>Lets virtual time pass until something has come.</summary>
    private async Task ComesAsync(Task expected)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!expected.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.WhenAny(expected, Task.Delay(5));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await expected;
    }

    /// <summary>The links of one node.</summary>
    private sealed class End
    {
        private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public End(FakeNetwork network, TimeProvider time)
        {
            Network = network;
            Links = new GroupLinks(
                NullLogger.Instance,
                time,
                peer => Linked.Writer.TryWrite(peer),
                peer =>
                {
                    Lost.Enqueue(peer);
                    _lost.TrySetResult();
                });
            Handler = network.Handle(new GroupHandler(Links, NullLogger.Instance, (_, frame, _) =>
            {
                Received.Writer.TryWrite(frame);
                return ValueTask.CompletedTask;
            }));
        }

        public FakeNetwork Network { get; }

        public PeerId Id => Network.LocalPeer.Id;

        public GroupLinks Links { get; }

        public IDisposable Handler { get; }

        public Channel<PeerId> Linked { get; } = Channel.CreateUnbounded<PeerId>();

        public Channel<GroupFrame> Received { get; } = Channel.CreateUnbounded<GroupFrame>();

        public ConcurrentQueue<PeerId> Lost { get; } = new();

        public Task WhenLost => _lost.Task;
    }
}
