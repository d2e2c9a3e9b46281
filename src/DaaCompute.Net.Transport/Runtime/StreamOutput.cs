using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>
/// The sending half of a stream. What the application writes goes straight into the link's records; only what it writes
/// by <see cref="GetMemory"/>, or leaves behind when a write is cancelled, is buffered. Its state is guarded by the
/// writer's lock.
/// </summary>
internal sealed partial class StreamOutput : PipeWriter, IValueTaskSource<FlushResult>, IThreadPoolWorkItem, IFrameSource
{
    /// <summary>A record with less room than a header and this much is closed rather than filled up.</summary>
    private const int MinSplit = 1024;

    private readonly MultiplexedStream _stream;
    private readonly MultiplexedConnection _connection;
    private readonly SecuredLinkWriter _writer;
    private ManualResetValueTaskSourceCore<FlushResult> _source;
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private ReadOnlyMemory<byte> _direct;
    private BufferSegment? _head;
    private BufferSegment? _tail;
    private int _headIndex;
    private long _buffered;
    private long _unflushed;
    private uint _creditDue;
    private bool _isAnnouncementDue;
    private bool _isLeased;
    private bool _isWaiting;
    private bool _isCanceled;
    private bool _isFinDue;
    private bool _isResetDue;
    private bool _isCompleted;
    private Exception? _failure;

    public StreamOutput(MultiplexedStream stream, MultiplexedConnection connection)
    {
        _stream = stream;
        _connection = connection;
        _writer = connection.Writer;
    }

    public bool IsQueued { get; set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    private long Pending => _buffered + _direct.Length;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        lock (_writer.Sync)
        {
            ThrowIfCompleted();
            if (_tail is null || _tail.Free < Math.Max(sizeHint, 1))
            {
                AddSegment(Math.Max(sizeHint, 1));
            }

            _isLeased = true;
            return _tail!.FreeMemory;
        }
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        lock (_writer.Sync)
        {
            if (_tail is null || (uint)bytes > (uint)_tail.Free)
            {
                throw new ArgumentOutOfRangeException(nameof(bytes));
            }

            _tail.Advance(bytes);
            _unflushed += bytes;
        }
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(ReadOnlyMemory<byte>.Empty, cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(
        ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        }

        ValueTask<FlushResult> result;
        bool start;
        lock (_writer.Sync)
        {
            if (_isWaiting && source.IsEmpty && _unflushed == 0)
            {
                // A flush beside a write under way: the write takes everything along.
                return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: false));
            }

            ThrowIfUnwritable();
            _buffered += _unflushed;
            _unflushed = 0;
            _isLeased = false;
            _direct = source;
            _isAnnouncementDue |= _stream.State.IsUnannounced;
            _writer.Enqueue(this);
            result = Pending == 0 || _isCanceled ? Now() : Wait(cancellationToken);
            start = _writer.TryStart();
        }

        if (start)
        {
            _writer.Run();
        }

        return result;
    }

    public override void CancelPendingFlush()
    {
        lock (_writer.Sync)
        {
            _isCanceled = true;
            if (_isWaiting)
            {
                KeepDirect();
                Wake();
            }
        }
    }

    public override void Complete(Exception? exception = null)
    {
        bool start;
        lock (_writer.Sync)
        {
            if (_isCompleted)
            {
                return;
            }

            _isCompleted = true;
            _isLeased = false;
            _buffered += _unflushed;
            _unflushed = 0;
            _isFinDue = _failure is null && exception is null;
            if (_isFinDue)
            {
                _writer.Enqueue(this);
            }

            start = _writer.TryStart();
        }

        if (start)
        {
            _writer.Run();
        }

        if (exception is not null)
        {
            _stream.Abort(exception);
        }

        _stream.SideCompleted();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Exception? failure;
        FlushResult result;
        lock (_writer.Sync)
        {
            failure = _failure;
            result = new FlushResult(_isCanceled, isCompleted: false);
            _isCanceled = false;
        }

        if (failure is null)
        {
            _source.SetResult(result);
        }
        else
        {
            _source.SetException(Copy(failure));
        }
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        _registration.Dispose();
        return _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private static ConnectionClosedException Copy(Exception failure) => new(failure.Message, failure.InnerException);

    private ValueTask<FlushResult> Now()
    {
        KeepDirect();
        FlushResult result = new(_isCanceled, isCompleted: false);
        _isCanceled = false;
        return new ValueTask<FlushResult>(result);
    }

    private ValueTask<FlushResult> Wait(CancellationToken cancellationToken)
    {
        _source.Reset();
        _isWaiting = true;
        _token = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static output => ((StreamOutput)output!).OnCanceled(), this);
        return new ValueTask<FlushResult>(this, _source.Version);
    }

    private void OnCanceled()
    {
        lock (_writer.Sync)
        {
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
            KeepDirect();
        }

        _source.SetException(new OperationCanceledException(_token));
    }

    private void Wake()
    {
        if (_isWaiting)
        {
            _isWaiting = false;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    /// <summary>The caller's memory is its own again when its write ends early: what was not sent yet is kept here.</summary>
    private void KeepDirect()
    {
        ReadOnlySpan<byte> rest = _direct.Span;
        _direct = default;
        _buffered += rest.Length;
        while (!rest.IsEmpty)
        {
            if (_tail is null || _tail.Free == 0)
            {
                AddSegment(rest.Length);
            }

            rest = rest[_tail!.Append(rest)..];
        }
    }

    private void AddSegment(int size)
    {
        BufferSegment segment = size > BufferSegment.LargeSize
            ? new BufferSegment(GC.AllocateUninitializedArray<byte>(size))
            : _connection.Buffers.RentSegment(size);
        _tail?.SetNext(segment);
        _tail = segment;
        _head ??= segment;
    }

    private void ThrowIfCompleted()
    {
        if (_isCompleted)
        {
            throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
        }
    }

    private void ThrowIfUnwritable()
    {
        ThrowIfCompleted();
        if (_isWaiting)
        {
            throw new InvalidOperationException("A write is under way already.");
        }

        if (_failure is not null)
        {
            throw Copy(_failure);
        }
    }
}
