namespace DaaCompute.Net.Training.Protocol;

internal sealed partial class GroupMember
{
    /// <summary>The caller has a vector to reduce.</summary>
    public void BeginOperation(VectorShape shape)
    {
        IsReducing = true;
        _shape = shape;
        StartRingIfFree();
    }

    /// <summary>The ring has brought the whole result.</summary>
    public void RingCompleted(ReadyTag tag, TimeSpan now)
    {
        // Having signed for a later view, this member has promised that it is not ready in this one.
        if (HasFailed || IsFenced || !_ringRuns || tag.Epoch != View!.Epoch || tag.Sequence != Committed + 1)
        {
            return;
        }

        _ringRuns = false;
        _ready = tag;
        _lastReady = tag;
        Emit(new GroupEffect.SendReady(tag));
        CommitIfAllReady(now);
    }

    /// <summary>Another member holds its result.</summary>
    public void ReadyReceived(MemberId from, ReadyTag tag, TimeSpan now)
    {
        Heard(from, now);

        // The link is in order, so a later tag may overwrite an earlier one; an epoch that is still to come is kept as
        // well.
        if (!HasFailed && tag.Epoch >= (View?.Epoch ?? 0) && Watched().Contains(from))
        {
            _readyOthers[from] = tag;
            CommitIfAllReady(now);
        }
    }

    private void StartRingIfFree()
    {
        if (IsReducing && !HasFailed && !IsFenced && !_ringRuns && _ready is null)
        {
            _ringRuns = true;
            _misfit = null;
            Emit(new GroupEffect.StartRing(View!, Committed + 1));
        }
    }

    private void CommitIfAllReady(TimeSpan now)
    {
        if (IsFenced || _ready is not { } mine || mine.Epoch != View!.Epoch)
        {
            return;
        }

        bool agree = true;
        foreach (MemberId member in View.Members.Where(member => member != Self))
        {
            // One that is ready in a later operation has committed this one, which it could only with all digests
            // equal.
            if (!_readyOthers.TryGetValue(member, out ReadyTag tag)
                || tag.Epoch != mine.Epoch
                || tag.Sequence < mine.Sequence)
            {
                return;
            }

            agree &= tag.Sequence > mine.Sequence || tag.Digest == mine.Digest;
        }

        if (agree)
        {
            Commit();
            Reconsider(now);
        }
        else
        {
            BlameMinority(mine, now);
        }
    }

    private void Commit()
    {
        Committed++;
        IsReducing = false;
        _ready = null;
        Emit(new GroupEffect.Commit(Committed));
    }

    /// <summary>
    /// Every member sees the same digests and so blames the same members: those that are not with the most.
    /// </summary>
    private void BlameMinority(ReadyTag mine, TimeSpan now)
    {
        ResultDigest DigestOf(MemberId member) => member == Self ? mine.Digest : _readyOthers[member].Digest;
        ResultDigest majority = MajorityOf(DigestOf);
        foreach (MemberId member in View!.Members.Where(member => DigestOf(member) != majority))
        {
            _accused.TryAdd(member, AllReduceFailureReason.DigestMismatch);
        }

        if (_accused.ContainsKey(Self))
        {
            Fail(
                AllReduceFailureReason.DigestMismatch,
                Self.Peer,
                "This node's result has other bits than the majority's.");
        }

        Reconsider(now);
    }
}
