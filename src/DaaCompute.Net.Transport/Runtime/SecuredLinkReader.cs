using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Receives records and opens them in place, in one buffer that holds several.</summary>
/// <remarks>
/// A quiet link waits with a buffer of 16 KiB of its own; a large one is borrowed while there is traffic. When the next
/// receive has to wait, this thread is free, and wakes the last reader inline: an answer to a ping costs no thread switch.
/// </remarks>
internal sealed class SecuredLinkReader
{
    /// <summary>A receive below this many bytes is one of a quiet link.</summary>
    private const int QuietBytes = 8 * 1024;

    /// <summary>So many quiet receives in a row give the large buffer back.</summary>
    private const int QuietReceives = 2;

    private readonly ITransportConnection _transport;
    private readonly ISecureSession _session;
    private readonly LinkBuffers _buffers;
    private readonly TimeProvider _timeProvider;
    private readonly IPlaintextSink _sink;
    private readonly Action _resume;
    private readonly byte[] _small = GC.AllocateUninitializedArray<byte>(16 * 1024, pinned: true);
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _receive;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private int _quiet;
    private long _bytesReceived;
    private long _lastReceived;

    public SecuredLinkReader(
        ITransportConnection transport,
        ISecureSession session,
        LinkBuffers buffers,
        TimeProvider timeProvider,
        IPlaintextSink sink)
    {
        _transport = transport;
        _session = session;
        _buffers = buffers;
        _timeProvider = timeProvider;
        _sink = sink;
        _buffer = _small;
        _resume = Resume;
        _lastReceived = timeProvider.GetTimestamp();
    }

    public long BytesReceived
    {
        get => Volatile.Read(ref _bytesReceived);
        set => Volatile.Write(ref _bytesReceived, value);
    }

    /// <summary>When something last came, as a timestamp.</summary>
    public long LastReceived => Volatile.Read(ref _lastReceived);

    /// <summary>Begins, with what was received already.</summary>
    /// <param name="plaintext">Plaintext of records that are opened already.</param>
    /// <param name="records">Bytes of records that are not.</param>
    public void Start(Span<byte> plaintext, ReadOnlySpan<byte> records)
    {
        _buffer = records.Length > _small.Length ? _buffers.RentBlock() : _small;
        records.CopyTo(_buffer);
        _end = records.Length;
        try
        {
            _sink.Receive(plaintext);
            OpenRecords();
        }
        catch (DaaComputeException exception)
        {
            Stop(exception);
            return;
        }

        Run();
    }

    private void Run()
    {
        do
        {
            try
            {
                PrepareRoom();
#pragma warning disable CA2012 // Awaited by hand, once: the thread that parks the receive goes on to other work.
                _receive = _transport.ReceiveAsync(_buffer.AsMemory(_end), CancellationToken.None)
                    .ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
            }
            catch (Exception exception)
            {
                Stop(exception);
                return;
            }

            if (!_receive.IsCompleted)
            {
                _sink.Flush();
                IThreadPoolWorkItem? wake = _sink.Park();
                _receive.UnsafeOnCompleted(_resume);
                wake?.Execute();
                return;
            }

            _sink.Continue();
        }
        while (TryComplete());
    }

    private void Resume()
    {
        if (TryComplete())
        {
            Run();
        }
    }

    private bool TryComplete()
    {
        try
        {
            int received = _receive.GetResult();
            if (received > 0)
            {
                Note(received);
                OpenRecords();
                return true;
            }
        }
        catch (Exception exception)
        {
            Stop(exception);
            return false;
        }

        Stop(_end > _start ? new ConnectionClosedException("The connection ended inside a record: it was truncated.") : null);
        return false;
    }

    private void Note(int received)
    {
        bool isQuiet = received < QuietBytes;
        _quiet = isQuiet ? _quiet + 1 : 0;
        _end += received;
        BytesReceived = _bytesReceived + received;
        Volatile.Write(ref _lastReceived, _timeProvider.GetTimestamp());
    }

    private void OpenRecords()
    {
        while (_end - _start >= RecordBuffer.PrefixSize)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start));
            if (length < ISecureSession.TagSize)
            {
                throw new ProtocolViolationException("A record is shorter than its tag.");
            }

            if (_end - _start - RecordBuffer.PrefixSize < length)
            {
                return;
            }

            Span<byte> record = _buffer.AsSpan(_start + RecordBuffer.PrefixSize, length);
            _start += RecordBuffer.PrefixSize + length;
            _sink.Receive(record[.._session.Open(record)]);
        }
    }

    /// <summary>Makes room for more: moves a broken record to the front, or into a larger buffer.</summary>
    private void PrepareRoom()
    {
        bool isSmall = ReferenceEquals(_buffer, _small);
        if (isSmall && _end == _buffer.Length)
        {
            MoveTo(_buffers.RentBlock());
        }
        else if (!isSmall && _quiet >= QuietReceives && _end - _start < QuietBytes)
        {
            byte[] large = _buffer;
            MoveTo(_small);
            _buffers.ReturnBlock(large);
        }
        else if (_start == _end || _buffer.Length - _start < RecordBuffer.MaxRecordSize || _end == _buffer.Length)
        {
            MoveTo(_buffer);
        }
    }

    private void MoveTo(byte[] buffer)
    {
        int length = _end - _start;
        if (length > 0 && (_start > 0 || !ReferenceEquals(buffer, _buffer)))
        {
            _buffer.AsSpan(_start, length).CopyTo(buffer);
        }

        _buffer = buffer;
        _start = 0;
        _end = length;
    }

    private void Stop(Exception? exception)
    {
        if (!ReferenceEquals(_buffer, _small))
        {
            _buffers.ReturnBlock(_buffer);
            _buffer = _small;
        }

        _start = _end = 0;
        _sink.Stopped(exception);
    }
}
