using System.Collections.Immutable;
using System.Threading.Channels;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Protocol;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>
/// A group this node is in: one queue of events, one loop that feeds the pure core and carries out its effects.
/// </summary>
internal sealed partial class AllReduceGroup : IAllReduceGroup
{
    // Far more than the members of a full group send in a heartbeat; a full queue holds back the links' readers.
    private const int MaxQueuedEvents = 4096;

    private readonly Channel<GroupEvent> _events = Channel.CreateBounded<GroupEvent>(
        new BoundedChannelOptions(MaxQueuedEvents) { SingleReader = true });

    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closed = new();
    private readonly GroupServices _services;
    private readonly AllReduceOptions _options;
    private readonly IGroupOutlet _outlet;
    private readonly GroupMember _core;
    private readonly long _startTimestamp;
    private readonly Task _loop;
    private readonly Task _clock;
    private volatile AllReduceFailedException? _failure;
    private volatile GroupView? _view;
    private int _isBusy;
    private int _isDisposed;

    public AllReduceGroup(
        GroupId id, MemberId self, AllReduceOptions options, GroupServices services, IGroupOutlet outlet)
    {
        Id = id;
        Self = self;
        _options = options;
        _services = services;
        _outlet = outlet;
        _startTimestamp = services.Time.GetTimestamp();
        _core = new GroupMember(self, options, statement => services.Codec.Sign(id, statement), Now);
        _loop = RunAsync();
        _clock = TickAsync();
    }

    public GroupId Id { get; }

    public MemberId Self { get; }

    public long Epoch => (long)(_view?.Epoch ?? 0);

    public int Rank => _view?.RankOf(Self) ?? 0;

    public ImmutableArray<PeerId> Members => [.. (_view?.Members ?? []).Select(member => member.Peer)];

    /// <summary>Fires when the group is left or has failed.</summary>
    public CancellationToken Closed => _closed.Token;

    private TimeSpan Now => _services.Time.GetElapsedTime(_startTimestamp);

    public ValueTask AllReduceAsync(
        Memory<float> vector, ReduceOperation operation, CancellationToken cancellationToken = default) =>
        ReduceAsync(vector, operation, progress: null, cancellationToken);

    public ValueTask AllReduceAsync(
        Memory<float> vector,
        ReduceOperation operation,
        IProgress<AllReduceProgress> progress,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return ReduceAsync(vector, operation, progress, cancellationToken);
    }

    /// <summary>Waits for the first view.</summary>
    public Task WaitJoinedAsync(CancellationToken cancellationToken) => _joined.Task.WaitAsync(cancellationToken);

    /// <summary>Queues something that happened; waits where the queue is full.</summary>
    public async ValueTask PostAsync(GroupEvent happened, CancellationToken cancellationToken)
    {
        try
        {
            await _events.Writer.WriteAsync(happened, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            Refuse(happened);
        }
    }

    public ValueTask DisposeAsync() => LeaveAsync(AllReduceFailureReason.Left);

    private async ValueTask LeaveAsync(AllReduceFailureReason reason)
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await PostAsync(new GroupEvent.Leave(reason), CancellationToken.None).ConfigureAwait(false);
        }

        await _loop.ConfigureAwait(false);
        await _clock.ConfigureAwait(false);
    }

    private async ValueTask ReduceAsync(
        Memory<float> vector,
        ReduceOperation operation,
        IProgress<AllReduceProgress>? progress,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        if (!Enum.IsDefined(operation))
        {
            throw new ArgumentOutOfRangeException(nameof(operation), operation, "There is no such operation.");
        }

        if (vector.Length > _options.MaxVectorLength)
        {
            throw new ArgumentException(
                $"The vector has {vector.Length} elements; "
                + $"{nameof(AllReduceOptions.MaxVectorLength)} is {_options.MaxVectorLength}.",
                nameof(vector));
        }

        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfFailed();
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            throw new InvalidOperationException("An operation of this group is still running; await it first.");
        }

        try
        {
            var request = new ReduceRequest(vector, operation, progress, Now);
            await RunOperationAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private async ValueTask RunOperationAsync(ReduceRequest request, CancellationToken cancellationToken)
    {
        if (!ElementReducer.AllFinite<float>(request.Vector.Span))
        {
            // The others must not wait for a contribution that cannot come.
            await LeaveAsync(AllReduceFailureReason.NonFinite).ConfigureAwait(false);
            throw new AllReduceFailedException(
                AllReduceFailureReason.NonFinite,
                Self.Peer,
                "contribution",
                "This node's vector holds NaN or an infinity.");
        }

        await PostAsync(new GroupEvent.Begin(request), CancellationToken.None).ConfigureAwait(false);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (state, token) => _ = PostAsync(
                new GroupEvent.Cancel((ReduceRequest)state!, token), CancellationToken.None).AsTask(),
            request);
        await request.Completion.ConfigureAwait(false);
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new AllReduceFailedException(
                failure.Reason, failure.Peer, failure.Step, "This node is out of the group.", failure);
        }
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(_options.HeartbeatInterval, _services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closed.Token).ConfigureAwait(false))
            {
                // A tick that does not fit is made up for by the next.
                _events.Writer.TryWrite(new GroupEvent.Tick());
            }
        }
        catch (OperationCanceledException)
        {
            // The group is closed.
        }
    }
}
