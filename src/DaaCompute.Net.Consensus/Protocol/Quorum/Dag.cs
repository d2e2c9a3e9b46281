namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>The vertices of an epoch whose ancestors are all here, with the votes that follow from their edges.</summary>
/// <remarks>
/// A vertex supports the vertices of the round before that are its parents. It certifies a vertex of two rounds before when
/// a quorum of its parents supports it. Since honest validators make one vertex a round, at most one vertex of a slot can
/// be certified (Mysticeti, arXiv 2310.14821).
/// </remarks>
internal sealed class Dag(int validators, Weights weights)
{
    private readonly Dictionary<long, RoundState> _rounds = [];
    private readonly Dictionary<VertexId, DagVertex> _byId = [];
    private readonly DagVertex?[] _latest = new DagVertex?[validators];
    private readonly long[] _tally = new long[validators];
    private readonly DagVertex?[] _candidates = new DagVertex?[validators];
    private ulong _forked;
    private long _floor = 1;
    private long _visit;

    public int Validators => validators;

    public long HighestRound { get; private set; }

    /// <summary>The lowest round that is kept.</summary>
    public long Floor => _floor;

    public DagVertex? Find(VertexId id) => _byId.GetValueOrDefault(id);

    public RoundState? Round(long round) => _rounds.GetValueOrDefault(round);

    /// <summary>An author's vertex of the highest round, the first that came where there are several; or null.</summary>
    public DagVertex? Latest(int author) => _latest[author];

    /// <summary>The number of a new walk.</summary>
    public long NextVisit() => ++_visit;

    public RoundState RoundOrNew(long round)
    {
        if (!_rounds.TryGetValue(round, out RoundState? state))
        {
            _rounds.Add(round, state = new RoundState(validators));
        }

        return state;
    }

    /// <summary>Adds a vertex whose parents are here or below the floor.</summary>
    /// <returns>The vertex in its place; null when a parent is not what the vertex says it is.</returns>
    public DagVertex? Add(Vertex vertex)
    {
        DagVertex?[] parents = new DagVertex?[vertex.Parents.Length];
        for (int index = 0; index < parents.Length; index++)
        {
            VertexRef reference = vertex.Parents[index];
            parents[index] = Find(reference.Id);
            if (parents[index] is DagVertex parent && parent.Vertex.Reference != reference)
            {
                return null;
            }
        }

        DagVertex added = new(vertex, parents);
        _byId.Add(vertex.Id, added);
        RoundOrNew(vertex.Round).Add(added);
        HighestRound = Math.Max(HighestRound, vertex.Round);
        if (_latest[vertex.Author] is null || _latest[vertex.Author]!.Round < vertex.Round)
        {
            _latest[vertex.Author] = added;
        }

        Vote(added);
        return added;
    }

    /// <summary>Forgets rounds below a new floor.</summary>
    public void Prune(long floor)
    {
        for (; _floor < floor; _floor++)
        {
            if (!_rounds.Remove(_floor, out RoundState? state))
            {
                continue;
            }

            foreach (DagVertex vertex in state.All())
            {
                _byId.Remove(vertex.Vertex.Id);
                vertex.Forget();
                _latest[vertex.Author] = ReferenceEquals(_latest[vertex.Author], vertex) ? null : _latest[vertex.Author];
            }
        }
    }

    private void Vote(DagVertex vertex)
    {
        if (vertex.Round <= _floor)
        {
            // What came before is decided and forgotten, or there was nothing.
            return;
        }

        ulong supported = 0;
        foreach (DagVertex? parent in vertex.Parents)
        {
            supported |= parent?.Round == vertex.Round - 1 ? 1UL << parent.Author : 0;
        }

        RoundState before = RoundOrNew(vertex.Round - 1);
        for (int author = 0; author < validators; author++)
        {
            if ((supported & (1UL << author)) == 0)
            {
                before.Blame[author] |= 1UL << vertex.Author;
            }
        }

        Certify(vertex);
    }

    private void Certify(DagVertex vertex)
    {
        Array.Clear(_tally);
        Array.Clear(_candidates);
        _forked = 0;
        foreach (DagVertex? parent in vertex.Parents)
        {
            if (parent?.Round != vertex.Round - 1)
            {
                continue;
            }

            foreach (DagVertex? supported in parent.Parents)
            {
                if (supported?.Round == vertex.Round - 2)
                {
                    Tally(supported, vertex, parent.Author);
                }
            }
        }
    }

    private void Tally(DagVertex supported, DagVertex vertex, int supporter)
    {
        int author = supported.Author;
        if (_candidates[author] is DagVertex candidate && !ReferenceEquals(candidate, supported))
        {
            _forked |= 1UL << author;
        }

        // Of an author that equivocates, each vertex is counted by itself.
        bool isForked = (_forked & (1UL << author)) != 0;
        _tally[author] = isForked ? SupportOf(supported, vertex) : _tally[author] + weights.Of(supporter);
        _candidates[author] = supported;
        if (_tally[author] >= weights.Quorum)
        {
            (vertex.Certified ??= new DagVertex?[validators])[author] = supported;
            supported.Certifiers |= 1UL << vertex.Author;
        }
    }

    private long SupportOf(DagVertex supported, DagVertex vertex)
    {
        long sum = 0;
        foreach (DagVertex? parent in vertex.Parents)
        {
            if (parent?.Round == vertex.Round - 1 && Array.IndexOf(parent.Parents, supported) >= 0)
            {
                sum += weights.Of(parent.Author);
            }
        }

        return sum;
    }
}
