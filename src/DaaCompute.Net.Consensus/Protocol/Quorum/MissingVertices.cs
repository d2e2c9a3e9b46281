using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>Vertices that wait for ancestors, and the ancestors that are asked for. Bounded for each author.</summary>
internal sealed class MissingVertices(TimeSpan interval)
{
    /// <summary>Vertices of one author that may wait: as many rounds as a vertex reaches back, and as many again.</summary>
    private const int MaxPerAuthor = 2 * VertexRules.Depth;

    /// <summary>Ids in one request.</summary>
    private const int MaxRequest = 64;

    private const int MaxBackoff = 4;

    private readonly Dictionary<VertexId, (Vertex Vertex, int Missing)> _waiting = [];
    private readonly Dictionary<VertexId, Wanted> _wanted = [];
    private readonly Dictionary<int, int> _perAuthor = [];

    /// <summary>When the next request is due, or null.</summary>
    public TimeSpan? NextRequest => _wanted.Count == 0 ? null : _wanted.Values.Min(static one => one.AskAgain);

    public bool IsWaiting(VertexId id) => _waiting.ContainsKey(id);

    public bool IsWanted(VertexId id) => _wanted.ContainsKey(id);

    /// <summary>A vertex that waits, of an author and round; or null.</summary>
    public Vertex? FindRival(Vertex vertex)
    {
        foreach ((Vertex waiting, _) in _waiting.Values)
        {
            if (waiting.Author == vertex.Author && waiting.Round == vertex.Round && waiting.Id != vertex.Id)
            {
                return waiting;
            }
        }

        return null;
    }

    /// <summary>Lets a vertex wait.</summary>
    /// <returns>Which ancestors are to be asked for; null when too many of its author's wait already.</returns>
    public ImmutableArray<VertexId>? Add(Vertex vertex, IReadOnlyList<VertexRef> missing, TimeSpan now)
    {
        int waiting = _perAuthor.GetValueOrDefault(vertex.Author);
        if (waiting >= MaxPerAuthor && !IsWanted(vertex.Id))
        {
            return null;
        }

        _perAuthor[vertex.Author] = waiting + 1;
        _waiting.Add(vertex.Id, (vertex, missing.Count));
        ImmutableArray<VertexId>.Builder asked = ImmutableArray.CreateBuilder<VertexId>();
        foreach (VertexRef reference in missing)
        {
            if (!_wanted.TryGetValue(reference.Id, out Wanted? wanted))
            {
                _wanted.Add(reference.Id, wanted = new Wanted(reference.Id, reference.Round) { AskAgain = now + interval });
                if (!_waiting.ContainsKey(reference.Id))
                {
                    asked.Add(reference.Id);
                }
            }

            wanted.Waiters.Add(vertex.Id);
        }

        return asked.ToImmutable();
    }

    /// <summary>A vertex is there, or no longer needed: takes out those that waited for it alone.</summary>
    public IReadOnlyList<Vertex> Resolve(VertexId id)
    {
        if (!_wanted.Remove(id, out Wanted? wanted))
        {
            return [];
        }

        List<Vertex> ready = [];
        foreach (VertexId waiter in wanted.Waiters)
        {
            if (!_waiting.TryGetValue(waiter, out (Vertex Vertex, int Missing) entry))
            {
                continue;
            }

            if (entry.Missing > 1)
            {
                _waiting[waiter] = (entry.Vertex, entry.Missing - 1);
                continue;
            }

            _waiting.Remove(waiter);
            _perAuthor[entry.Vertex.Author]--;
            ready.Add(entry.Vertex);
        }

        return ready;
    }

    /// <summary>Ids that are wanted of rounds below a floor, in order.</summary>
    public ImmutableArray<VertexId> Below(long floor) =>
        [.. _wanted.Values.Where(one => one.Round < floor).OrderBy(static one => one.Round).ThenBy(static one => one.Id.Digest)
            .Select(static one => one.Id)];

    /// <summary>Forgets vertices of rounds below a floor that still wait.</summary>
    public void Forget(long floor)
    {
        foreach ((Vertex vertex, _) in _waiting.Values.Where(one => one.Vertex.Round < floor).ToArray())
        {
            _waiting.Remove(vertex.Id);
            _perAuthor[vertex.Author]--;
        }
    }

    /// <summary>What is to be asked for again by now, lowest rounds first.</summary>
    public ImmutableArray<VertexId> TakeDue(TimeSpan now)
    {
        ImmutableArray<Wanted> due =
        [
            .. _wanted.Values.Where(one => one.AskAgain <= now)
                .OrderBy(static one => one.Round).ThenBy(static one => one.Id.Digest).Take(MaxRequest),
        ];
        foreach (Wanted wanted in due)
        {
            wanted.Attempts = Math.Min(wanted.Attempts + 1, MaxBackoff);
            wanted.AskAgain = now + (interval * (1 << wanted.Attempts));
        }

        return [.. due.Where(one => !_waiting.ContainsKey(one.Id)).Select(static one => one.Id)];
    }

    private sealed class Wanted(VertexId id, long round)
    {
        public VertexId Id => id;

        public long Round => round;

        public List<VertexId> Waiters { get; } = [];

        public TimeSpan AskAgain { get; set; }

        public int Attempts { get; set; }
    }
}
