using System.Runtime.CompilerServices;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Seals frames into records and sends them.</summary>
/// <remarks>
/// Sources write their frames straight into the records that are being filled. Whoever finds nobody sending becomes the
/// sender, seals in place and sends on its own thread; meanwhile others fill the next records, and wait in a fair queue
/// once those are full. Nothing is allocated per frame, record or call.
/// </remarks>
internal sealed class SecuredLinkWriter : IThreadPoolWorkItem
{
    /// <summary>Sends without anything received between them after which a caller no longer sends itself: it is not in a
    /// dialogue but streaming, and what it writes next had better gather into one record.</summary>
    private const int StreamingThreshold = 2;

    private readonly ITransportConnection _transport;
    private readonly ISecureSession _session;
    private readonly LinkBuffers _buffers;
    private readonly TimeProvider _timeProvider;
    private readonly Action<Exception?> _stopped;
    private readonly Queue<IFrameSource> _ready = new();
    private readonly Action _resume;
    private RecordBuffer _filling = new();
    private RecordBuffer _sending = new();
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _send;
    private TaskCompletionSource? _drained;
    private bool _isWriting;
    private bool _isClosed;
    private int _unanswered;
    private long _sendStarted;
    private long _bytesSent;

    /// <summary>Makes a writer; <paramref name="stopped"/> is called once nothing will be sent any more, with the cause.</summary>
    public SecuredLinkWriter(
        ITransportConnection transport,
        ISecureSession session,
        LinkBuffers buffers,
        TimeProvider timeProvider,
        Action<Exception?> stopped)
    {
        _transport = transport;
        _session = session;
        _buffers = buffers;
        _timeProvider = timeProvider;
        _stopped = stopped;
        _resume = Resume;
    }

    /// <summary>Guards what the sources have to send.</summary>
    public Lock Sync { get; } = new();

    public long BytesSent
    {
        get => Volatile.Read(ref _bytesSent);
        set => Volatile.Write(ref _bytesSent, value);
    }

    /// <summary>Since when the peer has not taken what is being sent, as a timestamp; 0 while nothing is.</summary>
    public long SendStarted => Volatile.Read(ref _sendStarted);

    /// <summary>Notes that something came from the peer: what is sent next is likely an answer.</summary>
    public void NoteReceived() => Volatile.Write(ref _unanswered, 0);

    /// <summary>Queues a source and lets it write what fits. Under <see cref="Sync"/>; <see cref="TryStart"/> comes next.</summary>
    public void Enqueue(IFrameSource source)
    {
        if (!source.IsQueued && !_isClosed)
        {
            source.IsQueued = true;
            _ready.Enqueue(source);
            Pump();
        }
    }

    /// <summary>Whether the caller has to send. Under <see cref="Sync"/>; when true, <see cref="Run"/> comes next, outside it.</summary>
    public bool TryStart()
    {
        if (_isWriting || _isClosed || _filling.IsEmpty)
        {
            return false;
        }

        _isWriting = true;
        return true;
    }

    /// <summary>Sends on this thread, or on another where waiting a moment gathers more.</summary>
    public void Run()
    {
        if (Volatile.Read(ref _unanswered) >= StreamingThreshold)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            Drain(isBorrowed: true);
        }
    }

    /// <summary>Sends what sources have written, if anything is left and nobody does. Call from a thread that is free.</summary>
    public void Flush()
    {
        bool start;
        lock (Sync)
        {
            start = TryStart();
        }

        if (start)
        {
            Drain();
        }
    }

    /// <summary>Completes once everything that sources could write has been sent.</summary>
    public Task WhenDrained()
    {
        lock (Sync)
        {
            if (_isClosed || (!_isWriting && _filling.IsEmpty))
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>Stops. A send under way ends when the transport is disposed; then, or at once, the writer has stopped.</summary>
    public void Close()
    {
        bool stop;
        lock (Sync)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _ready.Clear();
            stop = !_isWriting;
            Release(_filling);
            _drained?.TrySetResult();
        }

        if (stop)
        {
            _stopped(null);
        }
    }

    void IThreadPoolWorkItem.Execute() => Drain(isBorrowed: false);

    private void Pump()
    {
        while (_ready.TryPeek(out IFrameSource? source))
        {
            if (!_filling.HasBlock)
            {
                _filling.Attach(_buffers.RentBlock());
            }

            FrameProgress progress = source.Emit(_filling);
            if (progress == FrameProgress.NoRoom)
            {
                break;
            }

            _ready.Dequeue();
            if (progress == FrameProgress.More)
            {
                _ready.Enqueue(source);
            }
            else
            {
                source.IsQueued = false;
            }
        }

        if (_filling.IsEmpty)
        {
            Release(_filling);
        }
    }

    private void Drain(bool isBorrowed = false)
    {
        while (TryTake())
        {
            try
            {
                ReadOnlyMemory<byte> records = _sending.Seal(_session);
                BytesSent = _bytesSent + records.Length;
                Volatile.Write(ref _sendStarted, _timeProvider.GetTimestamp());
#pragma warning disable CA2012 // Awaited by hand, once: a box per send would be the only allocation of the whole path.
                _send = _transport.SendAsync(records, CancellationToken.None).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
                if (!_send.IsCompleted)
                {
                    _send.UnsafeOnCompleted(_resume);
                    Refill();
                    return;
                }

                _send.GetResult();
            }
            catch (Exception exception)
            {
                Stop(exception);
                return;
            }

            if (isBorrowed && HasMore())
            {
                // The caller has sent what it wrote; what others added meanwhile is not its work to do.
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
    }

    private bool HasMore()
    {
        lock (Sync)
        {
            return !_isClosed && (!_filling.IsEmpty || _ready.Count > 0);
        }
    }

    private void Resume()
    {
        try
        {
            _send.GetResult();
        }
        catch (Exception exception)
        {
            Stop(exception);
            return;
        }

        Drain();
    }

    /// <summary>Lets sources that waited for room write while the send is under way.</summary>
    private void Refill()
    {
        lock (Sync)
        {
            if (!_isClosed)
            {
                Pump();
            }
        }
    }

    private bool TryTake()
    {
        lock (Sync)
        {
            Volatile.Write(ref _sendStarted, 0);
            Release(_sending);
            if (!_isClosed)
            {
                Pump();
                if (!_filling.IsEmpty)
                {
                    (_filling, _sending) = (_sending, _filling);
                    _unanswered++;
                    return true;
                }

                Release(_filling);
                _isWriting = false;
                _drained?.TrySetResult();
                _drained = null;
                return false;
            }
        }

        _stopped(null);
        return false;
    }

    private void Stop(Exception exception)
    {
        lock (Sync)
        {
            _isClosed = true;
            _isWriting = false;
            _ready.Clear();
            Release(_filling);
            Release(_sending);
            Volatile.Write(ref _sendStarted, 0);
            _drained?.TrySetResult();
        }

        _stopped(exception);
    }

    private void Release(RecordBuffer records)
    {
        if (records.HasBlock)
        {
            _buffers.ReturnBlock(records.Detach());
        }
    }
}
