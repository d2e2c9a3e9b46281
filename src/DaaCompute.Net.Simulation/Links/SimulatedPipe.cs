using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation.Links;

/// <summary>One direction of a connection: what was sent, is under way, and waits to be read.</summary>
/// <remarks>Room in the window comes back at once when the receiver reads.</remarks>
internal sealed class SimulatedPipe : OrderedPath<Segment>
{
    /// <summary>Bytes sent and not read at most, in both kernels together; a usual tcp_rmem/tcp_wmem default pair.</summary>
    private const int Window = 1024 * 1024;

    /// <summary>The unit of loss and latency: a burst as a network card's segmentation offload sends it.</summary>
    private const int SegmentSize = 16 * 1024;

    private readonly SimulatedConnection _sender;
    private readonly SimulatedConnection _receiver;
    private readonly Queue<Segment> _arrived = new();
    private int _occupied;
    private bool _finishSent;

    public SimulatedPipe(SimulatedNetwork network, SimulatedConnection sender, SimulatedConnection receiver)
        : base(network, sender.Process.Machine, receiver.Process.Machine)
    {
        _sender = sender;
        _receiver = receiver;
        Room = new AsyncSignal(Loop.IsStepped);
        Arrival = new AsyncSignal(Loop.IsStepped);
    }

    /// <summary>Fires when the window has room again, or the connection is over.</summary>
    public AsyncSignal Room { get; }

    /// <summary>Fires when there is something to read, or the connection is over.</summary>
    public AsyncSignal Arrival { get; }

    public bool HasUnread => _arrived.TryPeek(out Segment? segment) && !segment.IsFinish;

    protected override bool IsReceiverOver => _receiver.IsOver;

    /// <summary>Sends as much as the window takes.</summary>
    /// <returns>How many bytes that was.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        int total = Math.Min(bytes.Length, Window - _occupied);
        for (int sent = 0; sent < total; sent += SegmentSize)
        {
            Send(new Segment(bytes[sent..Math.Min(sent + SegmentSize, total)]));
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
            Send(new Segment([]));
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
        Discard();
        Room.Set();
    }

    /// <summary>Forgets what nobody has read: the receiver is gone.</summary>
    public void DropArrived()
    {
        while (_arrived.TryDequeue(out Segment? segment))
        {
            segment.Release();
        }

        Arrival.Set();
    }

    protected override bool IsRefused(Segment packet) => !packet.IsFinish;

    protected override void SendReset() => _receiver.SendReset();

    protected override void Deliver(Segment packet)
    {
        int from = _sender.Process.Number;
        int to = _receiver.Process.Number;
        if (packet.IsFinish)
        {
            Loop.Trace.Append(TraceKind.Finish, from, to, _sender.Number);
        }
        else
        {
            Loop.Trace.Append(TraceKind.Deliver, from, to, packet.Unread.Length, packet.Unread);
        }

        if (!_receiver.IsOver)
        {
            _arrived.Enqueue(packet);
            _receiver.Process.Post(Arrival.Wake);
        }
    }

    protected override void GiveUp()
    {
        Loop.Trace.Append(TraceKind.GiveUp, _sender.Process.Number, _receiver.Process.Number, _sender.Number);
        _sender.Process.Post(() => _sender.Break("timed out: nothing was acknowledged for 100 s"));
    }
}
