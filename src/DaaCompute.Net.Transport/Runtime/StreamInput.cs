using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>The receiving half of a stream: pooled segments that the link fills and the application reads.</summary>
internal sealed class StreamInput : PipeReader, IValueTaskSource<ReadResult>, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly MultiplexedStream _stream;
    private readonly MultiplexedConnection _connection;
    private ManualResetValueTaskSourceCore<ReadResult> _source;
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private BufferSegment? _head;
    private BufferSegment? _tail;
    private int _headIndex;
    private bool _isExamined = true;
    private bool _isWaiting;
    private bool _isCanceled;
    private bool _isEnded;
    private bool _isCompleted;
    private Exception? _failure;

    public StreamInput(MultiplexedStream stream, MultiplexedConnection connection)
    {
        _stream = stream;
        _connection = connection;
    }

    private bool IsReadable => _isCanceled || _isEnded || _failure is not null || !_isExamined;

    /// <summary>Appends received bytes. Returns whether a reader has to be woken by <see cref="IThreadPoolWorkItem.Execute"/>.</summary>
    public bool Append(ReadOnlySpan<byte> data)
    {
        bool discarded;
        lock (_lock)
        {
            discarded = _isCompleted || _failure is not null;
            if (!discarded)
            {
                AppendSegments(data);
                _isExamined = false;
                return TakeWaiting();
            }
        }

        _connection.Discarded(_stream, data.Length);
        return false;
    }

    /// <summary>Notes that the peer sends no more. Returns whether a reader has to be woken.</summary>
    public bool End()
    {
        lock (_lock)
        {
            _isEnded = true;
            return TakeWaiting();
        }
    }

    /// <summary>Fails what is under way and all that follows.</summary>
    /// <param name="failure">The cause.</param>
    /// <param name="sparesEnded">Whether what came in full, its end included, stays readable.</param>
    public void Fail(Exception failure, bool sparesEnded)
    {
        lock (_lock)
        {
            if (_failure is not null || _isCompleted || (_isEnded && sparesEnded))
            {
                return;
            }

            _failure = failure;
            if (!TakeWaiting())
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        short version;
        lock (_lock)
        {
            if (TryTakeResult(out ReadResult result))
            {
                return new ValueTask<ReadResult>(result);
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return ValueTask.FromCanceled<ReadResult>(cancellationToken);
            }

            _source.Reset();
            version = _source.Version;
            _isWaiting = true;
            _token = cancellationToken;
            _registration = cancellationToken.UnsafeRegister(static input => ((StreamInput)input!).OnCanceled(), this);
        }

        _connection.EnsureAnnounced(_stream);
        return new ValueTask<ReadResult>(this, version);
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (_lock)
        {
            return TryTakeResult(out result);
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        int released;
        lock (_lock)
        {
            if (_isCompleted)
            {
                throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
            }

            _isExamined = _tail is null
                || (ReferenceEquals(examined.GetObject(), _tail) && examined.GetInteger() == _tail.Length);
            released = Release(consumed);
        }

        if (released > 0)
        {
            _connection.Consumed(_stream, released);
        }
    }

    public override void CancelPendingRead()
    {
        lock (_lock)
        {
            _isCanceled = true;
            if (!TakeWaiting())
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public override void Complete(Exception? exception = null)
    {
        int discarded;
        bool isReset;
        lock (_lock)
        {
            if (_isCompleted)
            {
                return;
            }

            isReset = exception is not null && _failure is null;
            discarded = ReleaseAll();
            if (TakeWaiting())
            {
                _failure = new ConnectionClosedException("The stream was closed by this node.");
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            _isCompleted = true;
        }

        if (isReset)
        {
            _stream.Abort(exception);
        }
        else if (discarded > 0)
        {
            _connection.Consumed(_stream, discarded);
        }

        _stream.SideCompleted();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Exception? failure;
        ReadResult result;
        lock (_lock)
        {
            failure = _failure;
            result = failure is null ? MakeResult() : default;
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

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _registration.Dispose();
        return _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private bool TryTakeResult(out ReadResult result)
    {
        if (_isCompleted)
        {
            throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
        }

        if (_isWaiting)
        {
            throw new InvalidOperationException("A read is under way already.");
        }

        if (_failure is not null)
        {
            throw Copy(_failure);
        }

        bool isReadable = IsReadable;
        result = isReadable ? MakeResult() : default;
        return isReadable;
    }

    private ReadResult MakeResult()
    {
        ReadOnlySequence<byte> buffer = _head is null || _tail is null
            ? ReadOnlySequence<byte>.Empty
            : new ReadOnlySequence<byte>(_head, _headIndex, _tail, _tail.Length);
        ReadResult result = new(buffer, _isCanceled, _isEnded);
        _isCanceled = false;
        return result;
    }

    private bool TakeWaiting()
    {
        bool wasWaiting = _isWaiting;
        _isWaiting = false;
        return wasWaiting;
    }

    private void OnCanceled()
    {
        lock (_lock)
        {
            if (!TakeWaiting())
            {
                return;
            }
        }

        _source.SetException(new OperationCanceledException(_token));
    }

    private void AppendSegments(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (_tail is null || _tail.Free == 0)
            {
                BufferSegment segment = _connection.Buffers.RentSegment(data.Length);
                _tail?.SetNext(segment);
                _tail = segment;
                _head ??= segment;
            }

            data = data[_tail.Append(data)..];
        }
    }

    private int Release(SequencePosition consumed)
    {
        if (consumed.GetObject() is not BufferSegment target || _head is null)
        {
            return 0;
        }

        int released = -_headIndex;
        while (!ReferenceEquals(_head, target))
        {
            released += _head.Length;
            _head = DropHead() ?? throw new ArgumentOutOfRangeException(nameof(consumed));
        }

        _headIndex = consumed.GetInteger();
        released += _headIndex;
        if (_headIndex == _head.Length && DropHead() is null)
        {
            // All is read: an idle stream holds no memory.
            _tail = null;
        }

        return released;
    }

    private BufferSegment? DropHead()
    {
        BufferSegment dropped = _head!;
        _head = dropped.NextSegment;
        _headIndex = 0;
        _connection.Buffers.ReturnSegment(dropped);
        return _head;
    }

    private int ReleaseAll()
    {
        int released = -_headIndex;
        while (_head is not null)
        {
            released += _head.Length;
            DropHead();
        }

        _tail = null;
        return Math.Max(released, 0);
    }

    /// <summary>Each reader gets an exception, and so a stack trace, of its own.</summary>
    private static ConnectionClosedException Copy(Exception failure) => new(failure.Message, failure.InnerException);
}
