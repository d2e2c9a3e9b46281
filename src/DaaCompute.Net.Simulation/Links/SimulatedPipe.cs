using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation.Links;

/// <summary>One direction of a connection: what was sent, is under way, and waits to be read.</summary>
/// <remarks>
/// Models TCP as its users see it: order is kept, the first segment that is lost holds up all behind it, time-outs double,
/// and in the end the sender gives up. Room in the window comes back at once when the receiver reads; acknowledgements
/// take neither time nor bandwidth.
/// </remarks>
internal sealed class SimulatedPipe : ScheduledEvent
{
    /// <summary>Bytes sent and not read at most, in both kernels together; a usual tcp_rmem/tcp_wmem default pair.</summary>
    private const int Window = 1024 * 1024;

    /// <summary>The unit of loss and latency: a burst as a network card's segmentation offload sends it.</summary>
    private const int SegmentSize = 16 * 1024;

    /// <summary>IPv4 and TCP headers with time stamps.</summary>
    private const int HeaderSize = 52;

    /// <summary>RFC 6298 (2.5): a time-out may be capped, at no less than 60 s.</summary>
    private const long MaxTimeout = 60 * TimeSpan.TicksPerSecond;

    /// <summary>RFC 1122 (4.2.3.5): a connection lives through at least 100 s without an acknowledgement.</summary>
    private const long GiveUpAfter = 100 * TimeSpan.TicksPerSecond;

    private readonly SimulatedLink _link;
    private readonly SimulatedConnection _sender;
    private readonly SimulatedConnection _receiver;
    private readonly Queue<Segment> _underWay = new();
    private readonly Queue<Segment> _arrived = new();
    private readonly SimulationLoop _loop;
    private int _occupied;
    private bool _finishSent;

    public SimulatedPipe(SimulatedNetwork network, SimulatedConnection sender, SimulatedConnection receiver)
        : base(gate: null)
    {
        _loop = network.Loop;
        _link = network.Link(sender.Process.Number, receiver.Process.Number);
        _sender = sender;
        _receiver = receiver;
        Room = new AsyncSignal(_loop.IsStepped);
        Arrival = new AsyncSignal(_loop.IsStepped);
    }

    /// <summary>Fires when the window has room again, or the connection is over.</summary>
    public AsyncSignal Room { get; }

    /// <summary>Fires when there is something to read, or the connection is over.</summary>
    public AsyncSignal Arrival { get; }

    public bool HasUnread => _arrived.TryPeek(out Segment? segment) && !segment.IsFinish;

    /// <summary>Sends as much as the window takes.</summary>
    /// <returns>How many bytes that was.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        int total = Math.Min(bytes.Length, Window - _occupied);
        for (int sent = 0; sent < total; sent += SegmentSize)
        {
            Send(bytes[sent..Math.Min(sent + SegmentSize, total)]);
        }

        _occupied += total;
        return total;
    }

    /// <summary>Ends the stream behind all that was sent.</summary>
    public void Finish()
    {
        if (!_finishSent)
        {
            _finishSent = true;
            Send([]);
        }
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>The number of bytes, 0 at the end of the stream, or null when nothing is there yet.</returns>
    public int? Read(Span<byte> destination)
    {
        if (!_arrived.TryPeek(out Segment? segment))
        {
            return null;
        }

        int count = 0;
        while (count < destination.Length && _arrived.TryPeek(out segment) && !segment.IsFinish)
        {
            count += segment.Read(destination[count..]);
            if (segment.Unread.IsEmpty)
            {
                _arrived.Dequeue().Release();
            }
        }

        if (count > 0)
        {
            _occupied -= count;
            _sender.Process.Post(Room.Wake);
        }

        return count;
    }

    /// <summary>Forgets what is under way: the sender is gone.</summary>
    public void DropUnderWay()
    {
        _loop.Cancel(this);
        Discard(_underWay);
        Room.Set();
    }

    /// <summary>Forgets what nobody has read: the receiver is gone.</summary>
    public void DropArrived()
    {
        Discard(_arrived);
        Arrival.Set();
    }

    public override void Fire()
    {
        Segment first = _underWay.Peek();
        if (!first.IsLost && (_link.IsCut || !_receiver.Process.Machine.IsPowered))
        {
            _link.CountLost();
            MarkLost(first);
        }
        else if (first.IsLost && _loop.Now - first.FirstSent >= GiveUpAfter)
        {
            GiveUp();
            return;
        }
        else if (first.IsLost)
        {
            Transmit(first);
        }
        else if (_link.CloggedUntil > _loop.Now)
        {
            first.Due = _link.CloggedUntil;
        }
        else if (_receiver.IsOver && !first.IsFinish)
        {
            // Sent again until a reset gets back, as an unacknowledged segment is.
            _receiver.SendReset();
            MarkLost(first);
        }
        else
        {
            Deliver(_underWay.Dequeue());
        }

        if (_underWay.TryPeek(out Segment? next))
        {
            _loop.Schedule(this, next.Due);
        }
    }

    private static void Discard(Queue<Segment> segments)
    {
        while (segments.TryDequeue(out Segment? segment))
        {
            segment.Release();
        }
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        Segment segment = new(bytes) { FirstSent = _loop.Now };
        Transmit(segment);
        _underWay.Enqueue(segment);
        if (_underWay.Count == 1)
        {
            _loop.Schedule(this, segment.Due);
        }
    }

    private void Transmit(Segment segment)
    {
        segment.Tries++;
        segment.IsLost = false;
        if (_link.Transmit(segment.Unread.Length + HeaderSize) is long delay)
        {
            segment.Due = _loop.Now + delay;
        }
        else
        {
            MarkLost(segment);
        }
    }

    /// <summary>Has a segment sent again: on a busy stream after a round trip (fast retransmit, RFC 5681), else after a time-out.</summary>
    private void MarkLost(Segment segment)
    {
        bool isBusy = _underWay.Count > 3 && segment.Tries == 1;
        long timeout = _link.RetransmissionTimeout << Math.Min(segment.Tries - 1, 12);
        segment.IsLost = true;
        segment.Due = _loop.Now + (isBusy ? _link.RoundTrip : Math.Min(timeout, MaxTimeout));
    }

    private void Deliver(Segment segment)
    {
        int from = _sender.Process.Number;
        int to = _receiver.Process.Number;
        if (segment.IsFinish)
        {
            _loop.Trace.Append(TraceKind.Finish, from, to, _sender.Number);
        }
        else
        {
            _loop.Trace.Append(TraceKind.Deliver, from, to, segment.Unread.Length, segment.Unread);
        }

        if (!_receiver.IsOver)
        {
            _arrived.Enqueue(segment);
            _receiver.Process.Post(Arrival.Wake);
        }
    }

    private void GiveUp()
    {
        _loop.Trace.Append(TraceKind.GiveUp, _sender.Process.Number, _receiver.Process.Number, _sender.Number);
        Discard(_underWay);
        _sender.Process.Post(() => _sender.Break("timed out: nothing was acknowledged for 100 s"));
    }
}
