namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Peers that share a prefix of one length with this node, and those that wait to replace them.</summary>
internal sealed class KBucket
{
    /// <summary>The peers; the one seen longest ago first.</summary>
    public List<TableEntry> Entries { get; } = [];

    /// <summary>The peers that wait, the newest last; made when the first one comes, for most buckets never fill.</summary>
    public List<TableEntry>? Waiting { get; private set; }

    public TableEntry? Find(PeerId id) => Find(Entries, id);

    /// <summary>Moves an entry to the end: it was seen last.</summary>
    public void Seen(TableEntry entry, DateTimeOffset now)
    {
        entry.LastSeen = now;
        entry.Failures = 0;
        Entries.Remove(entry);
        Entries.Add(entry);
    }

    /// <summary>Remembers a peer that there is no room for; of too many, the one seen longest ago is forgotten.</summary>
    public void Wait(TableEntry entry, int capacity)
    {
        Waiting ??= [];
        if (Find(Waiting, entry.Id) is TableEntry known)
        {
            Waiting.Remove(known);
        }
        else if (Waiting.Count >= capacity)
        {
            Waiting.RemoveAt(0);
        }

        Waiting.Add(entry);
    }

    /// <summary>Forgets a peer that waits.</summary>
    public bool StopWaiting(PeerId id) => Waiting is not null && Find(Waiting, id) is TableEntry entry && Waiting.Remove(entry);

    private static TableEntry? Find(List<TableEntry> entries, PeerId id)
    {
        foreach (TableEntry entry in entries)
        {
            if (entry.Id == id)
            {
                return entry;
            }
        }

        return null;
    }
}
