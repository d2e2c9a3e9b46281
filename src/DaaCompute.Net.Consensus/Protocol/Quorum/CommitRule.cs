namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>
/// Decides slots in order. Every validator's slot of every round is a leader's; a round's slots come in an order that turns
/// with the round.
/// </summary>
/// <remarks>
/// Direct: a slot's vertex is committed when a quorum of vertices two rounds later certifies it, and the slot skipped when
/// a quorum of vertices one round later does not support it. Indirect: by the first slot at least three rounds later that
/// is not skipped: once that one is committed, this one is committed when a certificate of it is among that one's
/// ancestors, and otherwise skipped. Source: Mysticeti-C (arXiv 2310.14821, section 3), with as many leaders as validators.
/// </remarks>
internal sealed class CommitRule(Dag dag, Weights weights, long decidedRound)
{
    /// <summary>Propose, vote, certify.</summary>
    private const int WaveLength = 3;

    private long _round = decidedRound + 1;
    private int _place;

    /// <summary>Every slot up to this round is decided.</summary>
    public long DecidedRound => _round - 1;

    /// <summary>The author whose slot has a place in a round.</summary>
    public int AuthorAt(long round, int place) => (int)((round + place) % dag.Validators);

    /// <summary>Decides what can be decided now; the decisions are then taken by <see cref="TryTake"/>.</summary>
    public void Evaluate()
    {
        long highest = dag.HighestRound - 1;
        if (highest < _round)
        {
            return;
        }

        // By round, the first slot from there on that is not skipped: null while it is open.
        int rounds = (int)(highest - _round) + 1;
        DagVertex?[] anchors = new DagVertex?[rounds];
        for (int index = rounds - 1; index >= 0; index--)
        {
            bool isFound = false;
            for (int place = dag.Validators - 1; place >= 0; place--)
            {
                DagVertex? far = index + WaveLength < rounds ? anchors[index + WaveLength] : null;
                long round = _round + index;
                int author = AuthorAt(round, place);
                RoundState state = dag.RoundOrNew(round);
                if (state.DecisionOf(author) == SlotDecision.Open)
                {
                    Decide(state, round, author, far);
                }

                if (state.DecisionOf(author) != SlotDecision.Skipped)
                {
                    anchors[index] = state.CommittedOf(author);
                    isFound = true;
                }
            }

            if (!isFound)
            {
                anchors[index] = index + 1 < rounds ? anchors[index + 1] : null;
            }
        }
    }

    /// <summary>Takes the next slot when it is decided.</summary>
    /// <param name="committed">The vertex that leads, or null when the slot is skipped.</param>
    public bool TryTake(out DagVertex? committed)
    {
        committed = null;
        int author = AuthorAt(_round, _place);
        if (dag.Round(_round) is not RoundState state || state.DecisionOf(author) == SlotDecision.Open)
        {
            return false;
        }

        committed = state.CommittedOf(author);
        if (++_place == dag.Validators)
        {
            _place = 0;
            _round++;
        }

        return true;
    }

    private void Decide(RoundState state, long round, int author, DagVertex? anchor)
    {
        if (weights.IsQuorum(state.Blame[author]))
        {
            state.Decide(author, null);
            return;
        }

        foreach (DagVertex vertex in state.Slot(author))
        {
            if (weights.IsQuorum(vertex.Certifiers))
            {
                state.Decide(author, vertex);
                return;
            }
        }

        if (anchor is not null)
        {
            state.Decide(author, FindCertified(anchor, round, author));
        }
    }

    /// <summary>The vertex of a slot of which a certificate is among an anchor's ancestors, or null.</summary>
    private DagVertex? FindCertified(DagVertex anchor, long round, int author)
    {
        long visit = dag.NextVisit();
        Stack<DagVertex> open = new([anchor]);
        while (open.TryPop(out DagVertex? vertex))
        {
            if (vertex.Round == round + 2)
            {
                if (vertex.Certified?[author] is DagVertex certified)
                {
                    return certified;
                }

                continue;
            }

            foreach (DagVertex? parent in vertex.Parents)
            {
                if (parent is not null && parent.Round >= round + 2 && parent.Visit != visit)
                {
                    parent.Visit = visit;
                    open.Push(parent);
                }
            }
        }

        return null;
    }
}
