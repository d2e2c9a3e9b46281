using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <content>When a vertex of one's own is made, and of what.</content>
internal sealed partial class QuorumEngine
{
    /// <summary>Open rounds after which everybody is waited for again, and longer: two waves and some.</summary>
    private const int StalledRounds = 8;

    /// <summary>The wait doubles at most so often: 16 s with the default time-out.</summary>
    private const int MaxDoublings = 6;

    private bool _isDrafting;
    private bool _hasWork;
    private long? _fromRound;
    private long _quorumRound;
    private long _openWork;
    private long _workFloor = 1;
    private TimeSpan _lastDraft;
    private TimeSpan _lastSent;
    private VertexId _previous;

    /// <summary>Something to be agreed on.</summary>
    private static bool IsWork(DagVertex vertex) => !vertex.Vertex.Transactions.IsEmpty;

    private void TakeWritten(Vertex vertex, TimeSpan now)
    {
        _isDrafting = false;
        if (vertex.Round <= OwnRound)
        {
            return;
        }

        OwnRound = vertex.Round;
        _previous = vertex.Id;
        _effects.Add(new ConsensusEffect.Broadcast(vertex));
        Admit(null, vertex, now);
        Decide();
    }

    private void NoteQuorum(long round, TimeSpan now)
    {
        RoundState state = _dag.RoundOrNew(round);
        if (state.QuorumAt is null && _weights.IsQuorum(state.Authors))
        {
            state.QuorumAt = now;
            _quorumRound = Math.Max(_quorumRound, round);
        }
    }

    private void Draft(TimeSpan now)
    {
        long next = _quorumRound + 1;
        TimeSpan? wake = _missing.NextRequest;
        if (_self >= 0 && !_isDrafting && OwnRound < next && next >= _fromRound && HasParents(next))
        {
            TimeSpan due = DueAt(next);
            if (due <= now)
            {
                Begin(next, now);
            }
            else
            {
                wake = wake < due ? wake : due;
            }
        }

        if (OwnRound > 0 && !_isDrafting && _fromRound is not null)
        {
            wake = Resend(wake, now);
        }

        if (wake is TimeSpan time)
        {
            _effects.Add(new ConsensusEffect.WakeAt(time));
        }
    }

    /// <summary>Sends one's last vertex again when nobody goes on from it: it, or the answer, may have been lost.</summary>
    private TimeSpan Resend(TimeSpan? wake, TimeSpan now)
    {
        TimeSpan due = (_lastDraft > _lastSent ? _lastDraft : _lastSent) + (2 * _timing.IdleInterval);
        if (due <= now)
        {
            _lastSent = now;
            due = now + (2 * _timing.IdleInterval);
            if (_dag.Find(_previous) is DagVertex last)
            {
                _effects.Add(new ConsensusEffect.Broadcast(last.Vertex));
            }
        }

        return wake < due ? wake.Value : due;
    }

    /// <summary>When the vertex of a round may be made.</summary>
    private TimeSpan DueAt(long next)
    {
        ulong ahead = (_dag.Round(next)?.Authors ?? 0) & ~_banned;
        bool isUrgent = _hasWork || _openWork > 0 || _weights.Of(ahead) >= _weights.Validity;
        TimeSpan due = isUrgent ? TimeSpan.Zero : _lastDraft + _timing.IdleInterval;
        RoundState? before = _dag.Round(next - 1);
        if (before?.QuorumAt is TimeSpan quorumAt && (Expected(next) & ~before.Authors) != 0)
        {
            long stalled = (_dag.HighestRound - _rule.DecidedRound) / StalledRounds;
            TimeSpan wait = _timing.LeaderTimeout * (1 << (int)Math.Min(stalled, MaxDoublings));
            due = due > quorumAt + wait ? due : quorumAt + wait;
        }

        return due;
    }

    /// <summary>
    /// Who is waited for: whoever has been in time; and everybody when nothing was decided for long, since then it may be
    /// one of those not waited for that is needed.
    /// </summary>
    private ulong Expected(long next)
    {
        bool isStalled = next - _rule.DecidedRound > StalledRounds;
        return _weights.Everybody & ~_banned & ~(1UL << _self) & ~(isStalled ? 0 : _punctuality.Late);
    }

    private bool HasParents(long next) =>
        next == 1 || _weights.IsQuorum(_dag.Round(next - 1)?.Authors ?? 0);

    private void Begin(long next, TimeSpan now)
    {
        _isDrafting = true;
        _lastDraft = now;
        if (next > 1)
        {
            _punctuality.Judge(_weights.Everybody & ~_dag.RoundOrNew(next - 1).Authors);
        }

        ImmutableArray<VertexRef>.Builder parents = ImmutableArray.CreateBuilder<VertexRef>();
        for (int author = 0; author < _dag.Validators; author++)
        {
            // An equivocator's vertex too, where it has got into the DAG: others build on it, and without it a round may
            // have no quorum. What it makes from now on gets in only by others.
            if (LatestBefore(author, next) is DagVertex parent)
            {
                parents.Add(parent.Vertex.Reference);
            }
        }

        _effects.Add(new ConsensusEffect.Draft(next, _previous, parents.ToImmutable()));
    }

    private DagVertex? LatestBefore(int author, long next)
    {
        DagVertex? latest = _dag.Latest(author);
        long lowest = Math.Max(next - VertexRules.Depth, NeededFloor);
        for (long round = next - 1; latest?.Round >= next && round >= lowest; round--)
        {
            // It is ahead already: the vertex wanted is one of those before.
            if (_dag.Round(round)?.First(author) is DagVertex earlier)
            {
                return earlier;
            }
        }

        return latest is not null && latest.Round < next && latest.Round >= lowest ? latest : null;
    }
}
