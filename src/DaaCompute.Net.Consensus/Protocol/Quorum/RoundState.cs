namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>One round of the DAG: a slot for each validator.</summary>
internal sealed class RoundState(int validators)
{
    private readonly DagVertex?[] _first = new DagVertex?[validators];
    private readonly SlotDecision[] _decisions = new SlotDecision[validators];
    private readonly DagVertex?[] _committed = new DagVertex?[validators];
    private List<DagVertex>? _rivals;

    /// <summary>Validators with a vertex in this round.</summary>
    public ulong Authors { get; private set; }

    /// <summary>By author, who made a vertex of the next round that does not support that author's slot.</summary>
    public ulong[] Blame { get; } = new ulong[validators];

    /// <summary>When a quorum of vertices was there first.</summary>
    public TimeSpan? QuorumAt { get; set; }

    public void Add(DagVertex vertex)
    {
        Authors |= 1UL << vertex.Author;
        if (_first[vertex.Author] is null)
        {
            _first[vertex.Author] = vertex;
        }
        else
        {
            (_rivals ??= []).Add(vertex);
        }
    }

    /// <summary>The author's first vertex, or null.</summary>
    public DagVertex? First(int author) => _first[author];

    /// <summary>Every vertex of a slot; more than one when its author equivocates.</summary>
    public IEnumerable<DagVertex> Slot(int author)
    {
        if (_first[author] is DagVertex first)
        {
            yield return first;
            foreach (DagVertex rival in _rivals ?? [])
            {
                if (rival.Author == author)
                {
                    yield return rival;
                }
            }
        }
    }

    /// <summary>Every vertex, by author.</summary>
    public IEnumerable<DagVertex> All() => Enumerable.Range(0, validators).SelectMany(Slot);

    public SlotDecision DecisionOf(int author) => _decisions[author];

    public DagVertex? CommittedOf(int author) => _committed[author];

    public void Decide(int author, DagVertex? committed)
    {
        _decisions[author] = committed is null ? SlotDecision.Skipped : SlotDecision.Committed;
        _committed[author] = committed;
    }
}
