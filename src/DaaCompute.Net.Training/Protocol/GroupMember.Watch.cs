namespace DaaCompute.Net.Training.Protocol;

internal sealed partial class GroupMember
{
    private (long Received, TimeSpan Since) _successorProgress;

    /// <summary>A sign of life came directly from a member.</summary>
    public void HeartbeatReceived(Heartbeat heartbeat, TimeSpan now)
    {
        if (HasFailed || heartbeat.Sender == Self)
        {
            return;
        }

        MemberId sender = heartbeat.Sender;
        if (!_lastHeard.ContainsKey(sender))
        {
            ForgetEarlierLife(sender, now);
            _newestCandidateAt = now;
        }

        _lastHeard[sender] = now;
        _heartbeats[sender] = heartbeat;
        if (View is null)
        {
            // Nothing is at stake before the first view: who is heard again is no longer held against.
            _accused.Remove(sender);
        }
        else
        {
            Instruct(heartbeat, now);
            CompareShape(heartbeat, now);
            if (!View.Contains(sender) && heartbeat.Epoch > 0)
            {
                MeetForeigner(heartbeat);
            }
        }

        Reconsider(now);
    }

    /// <summary>Holds direct evidence against a member.</summary>
    public void Accuse(MemberId member, AllReduceFailureReason reason, TimeSpan now)
    {
        if (HasFailed || !Watched().Contains(member) || !_accused.TryAdd(member, reason))
        {
            return;
        }

        if (member == Self)
        {
            Fail(reason, Self.Peer, "This node's own contribution was refused.");
            return;
        }

        Reconsider(now);
    }

    /// <summary>Whose silence matters: the view, and whoever is to be in the next.</summary>
    private IEnumerable<MemberId> Watched()
    {
        IEnumerable<MemberId> members = View?.Members ?? [];
        if (_statements.TryGetValue(Self, out SignedStatement? mine))
        {
            members = members.Concat(mine.Statement.Members);
        }

        return members.Distinct();
    }

    private void WatchHeartbeats(TimeSpan now)
    {
        foreach (MemberId member in Watched().Where(member => member != Self).ToArray())
        {
            if (!_lastHeard.TryGetValue(member, out TimeSpan heard))
            {
                // Proposed by another; not met yet. Its silence counts from here on.
                _lastHeard[member] = now;
            }
            else if (now - heard >= _options.HeartbeatTimeout)
            {
                Accuse(member, _heartbeats.ContainsKey(member)
                    ? AllReduceFailureReason.HeartbeatLost
                    : AllReduceFailureReason.Unreachable, now);
            }
        }

        foreach (MemberId stranger in _lastHeard.Keys.Except(Watched()).ToArray())
        {
            if (now - _lastHeard[stranger] >= _options.HeartbeatTimeout)
            {
                _lastHeard.Remove(stranger);
                _heartbeats.Remove(stranger);
            }
        }
    }

    /// <summary>
    /// The successor is alive and in the operation, there are bytes for it on the way, and yet it receives none: the
    /// link of the ring is dead although heartbeats pass. The sender alone has the say, so that the two ends do not
    /// blame each other.
    /// </summary>
    private void WatchSuccessor(long sent, TimeSpan now)
    {
        bool idle = !_ringRuns && _ready is null;
        if (idle || IsFenced || View!.Size < 2)
        {
            _successorProgress = (-1, now);
            return;
        }

        MemberId successor = View.SuccessorOf(Self);
        bool waits = _heartbeats.TryGetValue(successor, out Heartbeat last)
            && last.Epoch == View.Epoch
            && last.Committed == Committed
            && last.IsReducing
            && last.Received < sent;
        if (!waits || last.Received != _successorProgress.Received)
        {
            _successorProgress = (waits ? last.Received : -1, now);
        }
        else if (now - _successorProgress.Since >= _options.ChunkDeadline)
        {
            Accuse(successor, AllReduceFailureReason.Stalled, now);
        }
    }

    private void Forgive(TimeSpan now)
    {
        foreach (MemberId member in _lastHeard.Keys.ToArray())
        {
            _lastHeard[member] = now;
        }

        _successorProgress = (-1, now);
    }

    /// <summary>
    /// Whoever is alive but does not sign what it is named in cannot be had: its own limits may forbid it.
    /// </summary>
    private void WatchPending(TimeSpan now)
    {
        if (!IsFenced || !_statements.TryGetValue(Self, out SignedStatement? mine))
        {
            return;
        }

        TimeSpan waited = now - _signedAt;
        foreach (MemberId member in mine.Statement.Members.Where(member => member != Self).ToArray())
        {
            bool signed = _statements.TryGetValue(member, out SignedStatement? one)
                && one.Statement.Epoch >= mine.Statement.Epoch;
            bool established = View is not null && View.Contains(member);
            if (!signed && waited >= (established ? 4 : 2) * _options.HeartbeatTimeout)
            {
                Accuse(member, AllReduceFailureReason.Unreachable, now);
            }
        }
    }

    /// <summary>A peer that is back in a new life has ended the one before.</summary>
    private void ForgetEarlierLife(MemberId member, TimeSpan now)
    {
        foreach (MemberId instructed in _instructed.Keys.Where(other => other.Peer == member.Peer).ToArray())
        {
            _instructed.Remove(instructed);
        }

        foreach (MemberId ended in Watched()
            .Where(other => other.Peer == member.Peer && other.Incarnation < member.Incarnation).ToArray())
        {
            Accuse(ended, AllReduceFailureReason.ConnectionLost, now);
        }

        foreach (MemberId earlier in _lastHeard.Keys.Where(other => other.Peer == member.Peer).ToArray())
        {
            _lastHeard.Remove(earlier);
            _heartbeats.Remove(earlier);
        }
    }
}
