using System.Collections.Immutable;

namespace DaaCompute.Net.Training.Protocol;

internal sealed partial class GroupMember
{
    // One a member of the largest view and one of a joiner for each of their places.
    private const int MaxStatements = 512;

    /// <summary>A member's statement came, from itself or passed on; its signature is good.</summary>
    public void StatementReceived(SignedStatement signed, TimeSpan now)
    {
        ViewStatement statement = signed.Statement;
        bool stale = statement.Epoch <= (View?.Epoch ?? 0)
            || statement.Epoch > MaxEpoch
            || (_statements.TryGetValue(statement.Sender, out SignedStatement? known)
                && known.Statement.Epoch >= statement.Epoch);
        bool full = _statements.Count >= MaxStatements && !_statements.ContainsKey(statement.Sender);
        if (HasFailed || stale || full || statement.Sender == Self)
        {
            return;
        }

        _statements[statement.Sender] = signed;
        if (!TryAdopt(statement.Epoch, statement.Members, now))
        {
            Reconsider(now);
        }
    }

    /// <summary>Works out who should be in the view now, and signs it when that is news.</summary>
    private void Reconsider(TimeSpan now)
    {
        if (HasFailed)
        {
            return;
        }

        ImmutableArray<MemberId> target = Target(now);
        if (!target.Contains(Self))
        {
            // The others' evidence speaks against this node. Their certificate, or their silence, will settle it.
            return;
        }

        if (target.Length < _options.MinimumMembers)
        {
            if (View is not null)
            {
                (PeerId? peer, AllReduceFailureReason reason) = LastLoss();
                Fail(AllReduceFailureReason.TooFewMembers, peer,
                    $"{target.Length} members are left, fewer than {nameof(AllReduceOptions.MinimumMembers)} "
                    + $"({_options.MinimumMembers}); the last was lost by {reason}.");
            }

            return;
        }

        ulong highestSame = _statements.Values.Select(one => one.Statement)
            .Where(one => one.Members.AsSpan().SequenceEqual(target.AsSpan()))
            .Select(one => one.Epoch).DefaultIfEmpty().Max();
        bool signedSame = _statements.TryGetValue(Self, out SignedStatement? mine)
            && mine.Statement.Members.AsSpan().SequenceEqual(target.AsSpan());
        if (highestSame > _signedEpoch)
        {
            Sign(highestSame, target, now);
        }
        else if (!signedSame && IsNews(target, now))
        {
            ulong highest = _statements.Values.Select(one => one.Statement.Epoch).DefaultIfEmpty().Max();
            Sign(Math.Max(Math.Max(highest, _signedEpoch), View?.Epoch ?? 0) + 1, target, now);
        }
    }

    /// <summary>Whether this member has cause to be the first to sign for these members.</summary>
    private bool IsNews(ImmutableArray<MemberId> target, TimeSpan now)
    {
        if (View is null)
        {
            return MayForm(target, now);
        }

        // The same members as now need a new epoch only when one of them has already left the old one.
        return !target.AsSpan().SequenceEqual(View.Members.AsSpan())
            || _statements.Keys.Any(sender => View.Contains(sender));
    }

    /// <summary>The members that belong in the next view, as far as this member knows.</summary>
    private ImmutableArray<MemberId> Target(TimeSpan now)
    {
        List<Accusation> accusations = [];
        HashSet<MemberId> joiners = [];
        bool invited = View is null && IsGroupKnown();
        foreach (ViewStatement statement in _statements.Values.Select(one => one.Statement))
        {
            bool voice = View?.Contains(statement.Sender) ?? (!invited || statement.BaseEpoch > 0);
            if (voice && statement.Sender != Self)
            {
                accusations.AddRange(statement.Accused);
            }

            if (voice)
            {
                joiners.UnionWith(statement.Members);
            }
        }

        // In the midst of an operation nobody is taken in on this member's own initiative; a guest invites nobody.
        if (!invited && (View is null || !IsReducing))
        {
            joiners.UnionWith(Applicants(now));
        }

        ImmutableArray<MemberId> established = View?.Members ?? [Self];
        joiners.ExceptWith(established);

        // Those that this member holds evidence against are gone for it, and their word with them.
        ImmutableArray<MemberId> survivors = ViewRule.Survivors(
            [.. established.Concat(joiners).Where(member => !_accused.ContainsKey(member))], accusations);
        if (survivors.Length <= _options.MaximumMembers)
        {
            return survivors;
        }

        return [.. survivors
            .OrderBy(member => View is not null && View.Contains(member) ? 0 : 1).ThenBy(member => member)
            .Take(_options.MaximumMembers).Order()];
    }

    private void Sign(ulong epoch, ImmutableArray<MemberId> members, TimeSpan now)
    {
        _signedAt = now;
        _repeatedAt = now;
        if (_ringRuns)
        {
            _ringRuns = false;
            Emit(new GroupEffect.StopRing());
        }

        _signedEpoch = epoch;
        SignedStatement signed = _sign(new ViewStatement(
            Self, epoch, members, View?.Epoch ?? 0, Committed, _ready,
            [.. _accused.Select(one => new Accusation(Self, one.Key, one.Value))]));
        _statements[Self] = signed;
        Emit(new GroupEffect.SendStatement(signed));
        TryAdopt(epoch, members, now);
    }

    /// <summary>Adopts a view that all its members have signed last; true when something was settled.</summary>
    private bool TryAdopt(ulong epoch, ImmutableArray<MemberId> members, TimeSpan now)
    {
        foreach (MemberId member in members)
        {
            if (!_statements.TryGetValue(member, out SignedStatement? one) || !one.Statement.IsFor(epoch, members))
            {
                return false;
            }
        }

        if (members.Contains(Self))
        {
            Adopt(new GroupView(epoch, members), now);
            return true;
        }

        if (View is not null && members.Any(View.Contains))
        {
            Accusation charge = _statements.Values.SelectMany(one => one.Statement.Accused)
                .FirstOrDefault(one => one.Accused == Self);
            Fail(AllReduceFailureReason.Excluded, charge.Accuser.Peer,
                $"The group went on to epoch {epoch} without this node, which it dropped for {charge.Reason}.");
            return true;
        }

        return false;
    }

    private void Adopt(GroupView view, TimeSpan now)
    {
        _certificate = [.. view.Members.Select(member => _statements[member])];
        long committed = ViewRule.CommittedBy([.. _certificate.Select(one => one.Statement)]);
        ImmutableArray<Accusation> dropped = Dropped(view);
        bool joins = View is null;
        View = view;
        _adoptedAt = now;
        foreach (MemberId stale in _statements.Keys
            .Where(sender => _statements[sender].Statement.Epoch <= view.Epoch).ToArray())
        {
            _statements.Remove(stale);
        }

        foreach (MemberId stale in _readyOthers.Keys.Where(member => _readyOthers[member].Epoch < view.Epoch).ToArray())
        {
            _readyOthers.Remove(stale);
        }

        _everShared.UnionWith(view.Members);
        _accused.Clear();
        Forgive(now);
        foreach (MemberId member in view.Members.Where(member => member != Self))
        {
            _lastHeard[member] = now;
        }

        foreach (Accusation one in dropped)
        {
            _backOff[one.Accused] = now + _options.JoinBackOff;
        }

        Emit(new GroupEffect.AdoptView(view, dropped));
        if (joins)
        {
            Committed = committed;
        }
        else if (committed > Committed && !(committed == Committed + 1 && _ready?.Sequence == committed))
        {
            Fail(AllReduceFailureReason.Diverged, null,
                $"The group has committed {committed} operations, this node {Committed}.");
            return;
        }
        else if (committed > Committed)
        {
            Commit();
        }

        _ready = null;
        Reconsider(now);
        StartRingIfFree();
    }

    private ImmutableArray<Accusation> Dropped(GroupView view) =>
        [.. _statements.Values.SelectMany(one => one.Statement.Accused)
            .Where(one => !view.Contains(one.Accused) && view.Contains(one.Accuser))
            .DistinctBy(one => one.Accused)
            .OrderBy(one => one.Accused)];

    private (PeerId? Peer, AllReduceFailureReason Reason) LastLoss() =>
        _accused.Count > 0
            ? (_accused.First().Key.Peer, _accused.First().Value)
            : (null, AllReduceFailureReason.Unknown);

    /// <summary>
    /// A change of view that takes long has lost a message with a member that died: everybody repeats what it holds.
    /// </summary>
    private void RepeatPending(TimeSpan now)
    {
        if (_statements.ContainsKey(Self) && now - _repeatedAt >= 2 * _options.HeartbeatInterval)
        {
            _repeatedAt = now;
            foreach (SignedStatement statement in _statements.Values)
            {
                Emit(new GroupEffect.SendStatement(statement));
            }
        }
    }
}
