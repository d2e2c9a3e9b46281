using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <content>Vertices of others.</content>
internal sealed partial class QuorumEngine
{
    private void Receive(PeerId? from, Vertex vertex, TimeSpan now)
    {
        if (!VertexRules.Hold(vertex, _epochId, _dag.Validators, _weights)
            || vertex.Round < NeededFloor
            || _dag.Find(vertex.Id) is not null
            || _missing.IsWaiting(vertex.Id))
        {
            return;
        }

        bool isWanted = _missing.IsWanted(vertex.Id);
        if (FindRival(vertex) is Vertex rival)
        {
            if ((_banned & (1UL << vertex.Author)) == 0)
            {
                _banned |= 1UL << vertex.Author;
                _effects.Add(new ConsensusEffect.Equivocation(rival, vertex));
            }

            // Kept only where others build on it: an equivocator may make any number.
            if (!isWanted)
            {
                return;
            }
        }

        if (!isWanted && from is not null && (_banned & (1UL << vertex.Author)) != 0)
        {
            return;
        }

        if (vertex.Author == _self)
        {
            TakeOwn(from, vertex);
        }

        Admit(from, vertex, now);
        Decide();
    }

    /// <summary>Another vertex of the same author and round, or null.</summary>
    private Vertex? FindRival(Vertex vertex) =>
        _dag.Round(vertex.Round)?.First(vertex.Author)?.Vertex ?? _missing.FindRival(vertex);

    private void TakeOwn(PeerId? from, Vertex vertex)
    {
        if (from is not null)
        {
            _effects.Add(new ConsensusEffect.Forgotten(vertex));
        }

        if (vertex.Round > OwnRound)
        {
            OwnRound = vertex.Round;
            _previous = vertex.Id;
        }
    }

    /// <summary>Puts a vertex into the DAG, and then those that waited for it; or lets it wait.</summary>
    /// <remarks>
    /// Ancestors that a snapshot says are ordered are not waited for: they are of decided rounds, and others may have
    /// forgotten them.
    /// </remarks>
    private void Admit(PeerId? from, Vertex vertex, TimeSpan now)
    {
        List<VertexRef> missing =
        [
            .. vertex.Parents.Where(parent => parent.Round >= NeededFloor
                && _dag.Find(parent.Id) is null
                && !_orderedBefore.ContainsKey(parent.Id)),
        ];
        if (missing.Count > 0)
        {
            if (_missing.Add(vertex, missing, now) is { IsEmpty: false } asked)
            {
                _effects.Add(new ConsensusEffect.Request(asked, from));
            }

            return;
        }

        Queue<Vertex> ready = new([vertex]);
        while (ready.TryDequeue(out Vertex? next))
        {
            if (Insert(next, now))
            {
                foreach (Vertex waiter in _missing.Resolve(next.Id))
                {
                    ready.Enqueue(waiter);
                }
            }
        }
    }

    private bool Insert(Vertex vertex, TimeSpan now)
    {
        if (_dag.Find(vertex.Id) is not null || _dag.Add(vertex) is not DagVertex added)
        {
            return false;
        }

        added.IsOrdered = _orderedBefore.Remove(vertex.Id);
        _openWork += !added.IsOrdered && IsWork(added) ? 1 : 0;
        NoteQuorum(vertex.Round, now);
        _effects.Add(new ConsensusEffect.Accepted(vertex));
        return true;
    }

    /// <summary>Asks again for what is due, and stops waiting for what no commit can reach any more.</summary>
    private void AskAgain(TimeSpan now)
    {
        bool isChanged = false;
        foreach (VertexId id in _missing.Below(NeededFloor))
        {
            foreach (Vertex waiter in _missing.Resolve(id))
            {
                Admit(null, waiter, now);
                isChanged = true;
            }
        }

        _missing.Forget(NeededFloor);
        if (isChanged)
        {
            Decide();
        }

        ImmutableArray<VertexId> due = _missing.TakeDue(now);
        if (!due.IsEmpty)
        {
            _effects.Add(new ConsensusEffect.Request(due, null));
        }
    }
}
