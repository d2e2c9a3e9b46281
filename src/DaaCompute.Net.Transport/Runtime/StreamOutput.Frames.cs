using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <content>What goes onto the wire, and in which order: reset, credit, data, end.</content>
internal sealed partial class StreamOutput
{
    /// <summary>Sends credit for received data with the next frames. Returns whether the caller has to send.</summary>
    public bool Credit(uint credit)
    {
        lock (_writer.Sync)
        {
            _creditDue += credit;
            _writer.Enqueue(this);
            return _writer.TryStart();
        }
    }

    /// <summary>Tells the peer of the stream, if it does not know yet. Returns whether the caller has to send.</summary>
    public bool Announce()
    {
        lock (_writer.Sync)
        {
            if (!_stream.State.IsUnannounced || _failure is not null)
            {
                return false;
            }

            _isAnnouncementDue = true;
            _writer.Enqueue(this);
            return _writer.TryStart();
        }
    }

    /// <summary>Goes on when the peer has widened the window; sending is left to the caller.</summary>
    public void Resume()
    {
        lock (_writer.Sync)
        {
            if (Pending > 0)
            {
                _writer.Enqueue(this);
            }
        }
    }

    /// <summary>Drops what is unsent and sends a reset in its place. Returns whether the caller has to send.</summary>
    public bool SendReset()
    {
        lock (_writer.Sync)
        {
            _isResetDue = true;
            DropUnsent();
            _writer.Enqueue(this);
            return _writer.TryStart();
        }
    }

    /// <summary>Fails what is under way and all that follows.</summary>
    public void Fail(Exception failure)
    {
        lock (_writer.Sync)
        {
            if (_failure is null)
            {
                _failure = failure;
                DropUnsent();
                Wake();
            }
        }
    }

    FrameProgress IFrameSource.Emit(RecordBuffer records)
    {
        if (_isResetDue)
        {
            return TryEmitControl(records, YamuxFlags.Rst) ? FrameProgress.Finished : FrameProgress.NoRoom;
        }

        if (_failure is not null)
        {
            return FrameProgress.Finished;
        }

        bool carriesData = Pending > 0 && _stream.State.SendWindow > 0;
        if ((_creditDue > 0 || (_isAnnouncementDue && !carriesData)) && !TryEmitControl(records, YamuxFlags.None))
        {
            return FrameProgress.NoRoom;
        }

        if (Pending > 0)
        {
            FrameProgress progress = EmitData(records);
            if (progress != FrameProgress.Finished || Pending > 0)
            {
                return progress;
            }
        }

        if (_isFinDue)
        {
            if (!TryEmitControl(records, YamuxFlags.Fin))
            {
                return FrameProgress.NoRoom;
            }

            _connection.Ended(_stream);
        }

        return FrameProgress.Finished;
    }

    /// <summary>Writes a frame without payload: a window update, which may carry any flag.</summary>
    private bool TryEmitControl(RecordBuffer records, YamuxFlags flags)
    {
        if (records.Reserve(YamuxFrame.HeaderSize) == 0)
        {
            return false;
        }

        if (flags == YamuxFlags.Rst)
        {
            _isResetDue = false;
            if (_stream.State.Id == 0)
            {
                return true;
            }
        }

        flags |= _connection.AnnounceFlags(_stream.State);
        YamuxFrame frame = new(YamuxFrameType.WindowUpdate, flags, _stream.State.Id, _creditDue);
        frame.Write(records.Take(YamuxFrame.HeaderSize));
        _creditDue = 0;
        _isAnnouncementDue = false;
        _isFinDue &= (flags & YamuxFlags.Fin) == 0;
        return true;
    }

    private FrameProgress EmitData(RecordBuffer records)
    {
        int minimum = YamuxFrame.HeaderSize + (int)Math.Min(Pending, MinSplit);
        int room = records.Reserve(minimum) - YamuxFrame.HeaderSize;
        if (room <= 0)
        {
            return FrameProgress.NoRoom;
        }

        int length = _connection.TakeSendCredit(_stream.State, (int)Math.Min(Pending, room));
        if (length == 0)
        {
            // The window is used up: the peer's next credit brings this source back.
            return FrameProgress.Finished;
        }

        YamuxFlags flags = _connection.AnnounceFlags(_stream.State);
        _isAnnouncementDue = false;
        Span<byte> frame = records.Take(YamuxFrame.HeaderSize + length);
        new YamuxFrame(YamuxFrameType.Data, flags, _stream.State.Id, (uint)length).Write(frame);
        CopyPending(frame[YamuxFrame.HeaderSize..]);
        if (Pending > 0)
        {
            return FrameProgress.More;
        }

        Wake();
        return FrameProgress.Finished;
    }

    private void CopyPending(Span<byte> destination)
    {
        while (!destination.IsEmpty && _buffered > 0)
        {
            ReadOnlySpan<byte> source = _head!.Filled(_headIndex);
            int taken = (int)Math.Min(Math.Min(source.Length, _buffered), destination.Length);
            source[..taken].CopyTo(destination);
            destination = destination[taken..];
            _buffered -= taken;
            _headIndex += taken;
            if (_headIndex == _head.Length)
            {
                DropReadSegments();
            }
        }

        if (!destination.IsEmpty)
        {
            _direct.Span[..destination.Length].CopyTo(destination);
            _direct = _direct[destination.Length..];
        }
    }

    /// <summary>Returns the first segment, unless the application is writing into it.</summary>
    private void DropReadSegments()
    {
        BufferSegment head = _head!;
        if (ReferenceEquals(head, _tail))
        {
            if (_isLeased)
            {
                return;
            }

            _tail = null;
        }

        _head = head.NextSegment;
        _headIndex = 0;
        _connection.Buffers.ReturnSegment(head);
    }

    private void DropUnsent()
    {
        _direct = default;
        _buffered = 0;
        _creditDue = 0;
        _isFinDue = false;
        if (_isLeased)
        {
            return;
        }

        _unflushed = 0;
        while (_head is not null)
        {
            BufferSegment head = _head;
            _head = head.NextSegment;
            _connection.Buffers.ReturnSegment(head);
        }

        _tail = null;
        _headIndex = 0;
    }
}
