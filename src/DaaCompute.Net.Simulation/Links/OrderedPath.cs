using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation.Links;

/// <summary>One direction between two processes over which packets arrive in order, or not at all.</summary>
/// <remarks>
/// Models TCP as its users see it: order is kept, the first packet that is lost holds up all behind it, time-outs double,
/// and in the end the sender gives up. Acknowledgements take neither time nor bandwidth.
/// </remarks>
internal abstract class OrderedPath<T> : ScheduledEvent
    where T : Packet
{
    /// <summary>IPv4 and TCP headers with time stamps.</summary>
    private const int HeaderSize = 52;

    /// <summary>RFC 6298 (2.5): a time-out may be capped, at no less than 60 s.</summary>
    private const long MaxTimeout = 60 * TimeSpan.TicksPerSecond;

    /// <summary>RFC 1122 (4.2.3.5): a connection lives through at least 100 s without an acknowledgement.</summary>
    private const long GiveUpAfter = 100 * TimeSpan.TicksPerSecond;

    private readonly SimulatedLink _link;
    private readonly SimulatedNode _receiver;
    private readonly Queue<T> _underWay = new();

    protected OrderedPath(SimulatedNetwork network, SimulatedNode sender, SimulatedNode receiver)
        : base(gate: null)
    {
        Loop = network.Loop;
        _link = network.Link(sender.Number, receiver.Number);
        _receiver = receiver;
    }

    protected SimulationLoop Loop { get; }

    /// <summary>Whether the receiving end takes nothing any more.</summary>
    protected abstract bool IsReceiverOver { get; }

    public override void Fire()
    {
        T first = _underWay.Peek();
        if (!first.IsLost && (_link.IsCut || !_receiver.IsPowered))
        {
            _link.CountLost();
            MarkLost(first);
        }
        else if (first.IsLost && Loop.Now - first.FirstSent >= GiveUpAfter)
        {
            Discard();
            GiveUp();
            return;
        }
        else if (first.IsLost)
        {
            Transmit(first);
        }
        else if (_link.CloggedUntil > Loop.Now)
        {
            first.Due = _link.CloggedUntil;
        }
        else if (IsReceiverOver && IsRefused(first))
        {
            // Sent again until a reset gets back, as an unacknowledged segment is.
            SendReset();
            MarkLost(first);
        }
        else
        {
            Deliver(_underWay.Dequeue());
        }

        if (_underWay.TryPeek(out T? next))
        {
            Loop.Schedule(this, next.Due);
        }
    }

    /// <summary>Sends behind all that was sent.</summary>
    protected void Send(T packet)
    {
        packet.FirstSent = Loop.Now;
        Transmit(packet);
        _underWay.Enqueue(packet);
        if (_underWay.Count == 1)
        {
            Loop.Schedule(this, packet.Due);
        }
    }

    /// <summary>Forgets what is under way.</summary>
    protected void Discard()
    {
        Loop.Cancel(this);
        while (_underWay.TryDequeue(out T? packet))
        {
            packet.Release();
        }
    }

    /// <summary>A packet has arrived.</summary>
    protected abstract void Deliver(T packet);

    /// <summary>Whether an end that is over answers a packet with a reset.</summary>
    protected virtual bool IsRefused(T packet) => true;

    /// <summary>The receiving machine knows nothing of this any more and says so.</summary>
    protected abstract void SendReset();

    /// <summary>Nothing was acknowledged for too long; what was under way is discarded.</summary>
    protected abstract void GiveUp();

    private void Transmit(T packet)
    {
        packet.Tries++;
        packet.IsLost = false;
        if (_link.Transmit(packet.Size + HeaderSize) is long delay)
        {
            packet.Due = Loop.Now + delay;
        }
        else
        {
            MarkLost(packet);
        }
    }

    /// <summary>Has a packet sent again: on a busy stream after a round trip (fast retransmit, RFC 5681), else after a time-out.</summary>
    private void MarkLost(T packet)
    {
        bool isBusy = _underWay.Count > 3 && packet.Tries == 1;
        long timeout = _link.RetransmissionTimeout << Math.Min(packet.Tries - 1, 12);
        packet.IsLost = true;
        packet.Due = Loop.Now + (isBusy ? _link.RoundTrip : Math.Min(timeout, MaxTimeout));
    }
}
