using System.Buffers.Binary;

namespace DaaCompute.Net.Sim.Scenarios.Gossip;

/// <summary>Who has heard which message, and how long it took.</summary>
internal sealed class Deliveries(int listeners)
{
    private readonly List<(TimeSpan At, int Author, bool[] Heard, bool Counts)> _messages = [];
    private readonly List<TimeSpan> _delays = [];

    /// <summary>How many deliveries there were to be: of each message that counts to everybody but its author.</summary>
    public int Expected => Messages * (listeners - 1);

    public int Arrived => _delays.Count;

    /// <summary>Messages that came twice to a reader, or back to their authors.</summary>
    public int Surplus { get; private set; }

    public int Messages => _messages.Count(message => message.Counts);

    /// <summary>Makes a message that tells its number.</summary>
    public byte[] Publish(int author, TimeSpan now, bool counts)
    {
        byte[] data = new byte[100];
        BinaryPrimitives.WriteInt32LittleEndian(data, _messages.Count);
        _messages.Add((now, author, new bool[listeners], counts));
        return data;
    }

    public void Hear(int listener, ReadOnlySpan<byte> data, TimeSpan now)
    {
        (TimeSpan at, int author, bool[] heard, bool counts) = _messages[BinaryPrimitives.ReadInt32LittleEndian(data)];
        if (heard[listener] || listener == author)
        {
            Surplus++;
            return;
        }

        heard[listener] = true;
        if (counts)
        {
            _delays.Add(now - at);
        }
    }

    /// <summary>The time within which a share of what arrived had arrived.</summary>
    public TimeSpan Percentile(double share)
    {
        _delays.Sort();
        return _delays.Count == 0 ? TimeSpan.MaxValue : _delays[(int)Math.Ceiling(share * _delays.Count) - 1];
    }

    /// <summary>Listeners that missed something, with how much, worst first.</summary>
    public IEnumerable<(int Listener, int Missed)> Missing() => Enumerable.Range(0, listeners)
        .Select(listener => (listener, Missed: _messages.Count(message => message.Counts && !message.Heard[listener] && message.Author != listener)))
        .Where(one => one.Missed > 0)
        .OrderByDescending(one => one.Missed);
}
