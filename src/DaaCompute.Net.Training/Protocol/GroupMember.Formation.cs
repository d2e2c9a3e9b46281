using System.Collections.Immutable;

namespace DaaCompute.Net.Training.Protocol;

internal sealed partial class GroupMember
{
    private readonly SortedDictionary<MemberId, TimeSpan> _instructed = [];
    private readonly HashSet<MemberId> _everShared = [];
    private TimeSpan _newestCandidateAt;

    /// <summary>Who is heard, has no view, and may be taken in.</summary>
    private IEnumerable<MemberId> Applicants(TimeSpan now) => _heartbeats.Values
        .Where(heartbeat => heartbeat.Epoch == 0 && _lastHeard.ContainsKey(heartbeat.Sender))
        .Select(heartbeat => heartbeat.Sender)
        .Where(sender => !_backOff.TryGetValue(sender, out TimeSpan until) || now >= until);

    private bool MayForm(ImmutableArray<MemberId> target, TimeSpan now)
    {
        // A group that exists invites; nobody founds a second one beside it.
        if (IsGroupKnown())
        {
            return false;
        }

        return now - _startedAt >= _options.FormationDeadline
            || (_options.ExpectedMembers is { } expected
                ? target.Length >= Math.Min(expected, _options.MaximumMembers)
                : now - _newestCandidateAt >= _options.SettleTime);
    }

    private bool IsGroupKnown() =>
        _heartbeats.Values.Any(heartbeat => heartbeat.Epoch > 0)
        || _statements.Values.Any(one => one.Statement.BaseEpoch > 0 && one.Statement.Sender != Self);

    private bool HasQuorum() => _heartbeats.Count + 1 >= _options.MinimumMembers;

    private string FormationMessage() =>
        $"{_heartbeats.Count + 1} members were found within {nameof(AllReduceOptions.FormationDeadline)}, "
        + $"fewer than {nameof(AllReduceOptions.MinimumMembers)} ({_options.MinimumMembers}).";

    /// <summary>Somebody outside this view has a view of its own.</summary>
    private void MeetForeigner(Heartbeat heartbeat)
    {
        // Two groups of one name, neither of which has done anything yet: the lesser dissolves and joins the other.
        bool yields = Committed == 0 && _ready is null && !_everShared.Contains(heartbeat.Sender)
            && (heartbeat.Committed > 0
                || heartbeat.ViewSize > View!.Size
                || (heartbeat.ViewSize == View!.Size && heartbeat.Sender.CompareTo(View.Members[0]) < 0));
        if (yields && View!.Size == 1)
        {
            View = null;
            _statements.Clear();
            _certificate = [];
            _accused.Clear();
            if (_ringRuns)
            {
                _ringRuns = false;
                Emit(new GroupEffect.StopRing());
            }
        }
    }

    /// <summary>A peer of the group can be reached now: it may have missed what was sent before.</summary>
    public void PeerFound(PeerId peer)
    {
        if (HasFailed)
        {
            return;
        }

        Emit(new GroupEffect.SendHeartbeat(Heartbeat(received: 0), peer));
        foreach (SignedStatement statement in _statements.Values)
        {
            Emit(new GroupEffect.SendStatement(statement, peer));
        }

        if (View is not null && View.Members.Any(member => member.Peer == peer))
        {
            ShowCertificate(peer);
            if (_lastReady is { } tag && tag.Epoch == View.Epoch)
            {
                Emit(new GroupEffect.SendReady(tag, peer));
            }
        }
    }

    /// <summary>
    /// Shows one that is behind the view that holds now: a member that missed a statement then adopts it, and one that
    /// was dropped learns that it is out.
    /// </summary>
    private void Instruct(Heartbeat heartbeat, TimeSpan now)
    {
        MemberId member = heartbeat.Sender;
        bool isBehind = heartbeat.Epoch < View!.Epoch && (heartbeat.Epoch > 0 || View.Contains(member));

        // Heartbeats from before the adoption may still be on their way.
        TimeSpan since = _instructed.TryGetValue(member, out TimeSpan last) && last > _adoptedAt ? last : _adoptedAt;
        if (isBehind && now - since >= 2 * _options.HeartbeatInterval)
        {
            _instructed[member] = now;
            ShowCertificate(member.Peer);
        }
    }

    private void ShowCertificate(PeerId peer)
    {
        foreach (SignedStatement statement in _certificate)
        {
            Emit(new GroupEffect.SendStatement(statement, peer));
        }
    }
}
