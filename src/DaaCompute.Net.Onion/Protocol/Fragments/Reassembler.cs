namespace DaaCompute.Net.Onion.Protocol.Fragments;

/// <summary>Puts messages together from cells that come in any order.</summary>
/// <remarks>
/// When there is no room, the message that has waited longest for a fragment makes way. Refusing the new one instead
/// would let whoever sends a few single fragments keep everybody else out for the length of the time-out.
/// </remarks>
internal sealed class Reassembler(int capacity, ReassemblyLimits limits)
{
    // Ids of messages that are over, so that a late fragment begins no message that cannot end.
    private const int MaxFinished = 1024;

    private readonly Dictionary<UInt128, PartialMessage> _messages = [];
    private readonly HashSet<UInt128> _finished = [];
    private readonly Queue<UInt128> _finishedOrder = [];
    private readonly long[] _counts = new long[Enum.GetValues<FragmentOutcome>().Length];
    private long _sequence;

    public int Count => _messages.Count;

    /// <summary>Bytes of all fragments held.</summary>
    public long Bytes { get; private set; }

    /// <summary>Messages given up for their age.</summary>
    public long TimedOut { get; private set; }

    /// <summary>Messages that made way for others.</summary>
    public long Displaced { get; private set; }

    /// <summary>How many cells ended so.</summary>
    public long CountOf(FragmentOutcome outcome) => _counts[(int)outcome];

    /// <summary>Takes a cell, header included; gives the message when this made it whole.</summary>
    public FragmentOutcome Add(ReadOnlySpan<byte> cell, TimeSpan now, out byte[]? message)
    {
        FragmentOutcome outcome = Take(cell, now, out message);
        _counts[(int)outcome]++;
        return outcome;
    }

    /// <summary>Gives up messages that began too long ago.</summary>
    public void Expire(TimeSpan now)
    {
        foreach ((UInt128 id, PartialMessage partial) in _messages)
        {
            if (now - partial.Started >= limits.Timeout)
            {
                Remove(id, partial);
                TimedOut++;
            }
        }
    }

    private FragmentOutcome Take(ReadOnlySpan<byte> cell, TimeSpan now, out byte[]? message)
    {
        message = null;
        if (cell.Length != FragmentHeader.Size + capacity
            || !FragmentHeader.TryRead(cell, capacity, out FragmentHeader header)
            || header.Kind != FragmentKind.Message)
        {
            return FragmentOutcome.Malformed;
        }

        Expire(now);
        if (_finished.Contains(header.MessageId))
        {
            return FragmentOutcome.Duplicate;
        }

        long length = ((long)(header.DataFragments - 1) * capacity) + (header.IsParity || header.IsLastData ? header.Length : 1);
        if (length > limits.MaxMessageLength || (long)header.DataFragments * capacity > limits.MaxTotalBytes)
        {
            return FragmentOutcome.Refused;
        }

        ReadOnlySpan<byte> data = cell[FragmentHeader.Size..];
        bool isNew = !_messages.TryGetValue(header.MessageId, out PartialMessage? partial);
        partial ??= new PartialMessage(header, capacity, now);
        FragmentOutcome outcome = partial.Check(header, data);
        if (outcome != FragmentOutcome.Accepted)
        {
            return outcome;
        }

        partial.Touched = ++_sequence;
        MakeRoom(isNew, header.MessageId);
        _messages[header.MessageId] = partial;
        partial.Add(header, data);
        Bytes += capacity;
        if (!partial.IsWhole)
        {
            return FragmentOutcome.Accepted;
        }

        message = partial.Join();
        Remove(header.MessageId, partial);
        Finish(header.MessageId);
        return FragmentOutcome.Completed;
    }

    // A message alone always fits, as its header was checked against the total.
    private void MakeRoom(bool isNew, UInt128 current)
    {
        while ((isNew && _messages.Count >= limits.MaxMessages) || Bytes + capacity > limits.MaxTotalBytes)
        {
            (UInt128 id, PartialMessage stalest) = _messages.Where(one => one.Key != current).MinBy(one => one.Value.Touched);
            Remove(id, stalest);
            Displaced++;
        }
    }

    private void Remove(UInt128 id, PartialMessage partial)
    {
        _messages.Remove(id);
        Bytes -= partial.Bytes;
    }

    private void Finish(UInt128 id)
    {
        if (_finishedOrder.Count >= MaxFinished)
        {
            _finished.Remove(_finishedOrder.Dequeue());
        }

        _finished.Add(id);
        _finishedOrder.Enqueue(id);
    }
}
