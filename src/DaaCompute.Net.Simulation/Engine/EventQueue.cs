namespace DaaCompute.Net.Simulation.Engine;

/// <summary>Events in the order (due, sequence of scheduling): a four-ary heap that can also remove from its middle.</summary>
/// <remarks>
/// Removal keeps the queue as large as what is really waiting: protocols make a time-out for every call and cancel nearly
/// all of them. Four children share a cache line or two, which makes a deep heap cheaper than a binary one.
/// </remarks>
internal sealed class EventQueue
{
    private const int Arity = 4;

    private Entry[] _entries = new Entry[256];
    private long _order;

    public int Count { get; private set; }

    /// <summary>When the first event is due, in ticks of virtual time. There must be one.</summary>
    public long NextDue => _entries[0].Due;

    /// <summary>Queues an event behind all others of the same moment; moves it when it is queued already.</summary>
    public void Schedule(ScheduledEvent scheduled, long due)
    {
        Remove(scheduled);
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }

        Rise(Count++, new Entry(due, _order++, scheduled));
    }

    /// <summary>Takes the first event out. There must be one.</summary>
    public ScheduledEvent Dequeue()
    {
        ScheduledEvent first = _entries[0].Event;
        Remove(first);
        return first;
    }

    /// <summary>Takes an event out; does nothing when it is not queued.</summary>
    public void Remove(ScheduledEvent scheduled)
    {
        int slot = scheduled.Slot;
        if (slot == ScheduledEvent.NotQueued)
        {
            return;
        }

        scheduled.Slot = ScheduledEvent.NotQueued;
        Entry last = _entries[--Count];
        _entries[Count] = default;
        if (slot == Count)
        {
            return;
        }

        if (slot > 0 && last.Precedes(_entries[(slot - 1) / Arity]))
        {
            Rise(slot, last);
        }
        else
        {
            Sink(slot, last);
        }
    }

    private void Rise(int slot, Entry entry)
    {
        while (slot > 0)
        {
            int parent = (slot - 1) / Arity;
            if (!entry.Precedes(_entries[parent]))
            {
                break;
            }

            Place(slot, _entries[parent]);
            slot = parent;
        }

        Place(slot, entry);
    }

    private void Sink(int slot, Entry entry)
    {
        while (true)
        {
            int first = (slot * Arity) + 1;
            if (first >= Count)
            {
                break;
            }

            int least = first;
            int end = Math.Min(first + Arity, Count);
            for (int child = first + 1; child < end; child++)
            {
                if (_entries[child].Precedes(_entries[least]))
                {
                    least = child;
                }
            }

            if (!_entries[least].Precedes(entry))
            {
                break;
            }

            Place(slot, _entries[least]);
            slot = least;
        }

        Place(slot, entry);
    }

    private void Place(int slot, Entry entry)
    {
        _entries[slot] = entry;
        entry.Event.Slot = slot;
    }

    private readonly record struct Entry(long Due, long Order, ScheduledEvent Event)
    {
        public bool Precedes(in Entry other) => Due < other.Due || (Due == other.Due && Order < other.Order);
    }
}
