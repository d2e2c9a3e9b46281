namespace DaaCompute.Net.Training.Protocol;

internal sealed partial class GroupMember
{
    private VectorShape _shape;
    private MemberId? _misfit;

    /// <summary>
    /// The predecessor's pieces are of another length or operation. Which of the two is wrong, the majority says:
    /// everybody tells its shape, and those that differ from most are dropped.
    /// </summary>
    public void ShapeRefused(MemberId from, TimeSpan now)
    {
        if (!HasFailed && _ringRuns)
        {
            TellShape(from);
            JudgeShapes(now);
        }
    }

    private void CompareShape(Heartbeat heartbeat, TimeSpan now)
    {
        if (!_ringRuns || !IsOfThisOperation(heartbeat))
        {
            return;
        }

        if (heartbeat.Shape != _shape && _misfit is null)
        {
            TellShape(heartbeat.Sender);
        }

        JudgeShapes(now);
    }

    private void TellShape(MemberId misfit)
    {
        _misfit = misfit;
        Emit(new GroupEffect.SendHeartbeat(Heartbeat(received: 0)));
    }

    private void JudgeShapes(TimeSpan now)
    {
        MemberId[] others = [.. View!.Members.Where(member => member != Self)];
        bool allKnown = Array.TrueForAll(
            others, member => _heartbeats.TryGetValue(member, out Heartbeat heartbeat) && IsOfThisOperation(heartbeat));
        if (_misfit is not { } misfit || !allKnown)
        {
            return;
        }

        VectorShape ShapeOf(MemberId member) => member == Self ? _shape : _heartbeats[member].Shape;
        VectorShape majority = MajorityOf(ShapeOf);
        MemberId[] minority = [.. View.Members.Where(member => ShapeOf(member) != majority)];
        if (minority.Length == 0)
        {
            // All say the same, so the one whose pieces differ has lied.
            Accuse(misfit, AllReduceFailureReason.WrongLength, now);
        }

        foreach (MemberId member in minority)
        {
            Accuse(member, ShapeOf(member).Length != majority.Length
                ? AllReduceFailureReason.WrongLength
                : AllReduceFailureReason.WrongType, now);
        }
    }

    private bool IsOfThisOperation(Heartbeat heartbeat) =>
        !IsFenced && heartbeat.Epoch == View!.Epoch && heartbeat.Committed == Committed && heartbeat.IsReducing;

    /// <summary>What most members hold; of equals, what the smallest id holds.</summary>
    private T MajorityOf<T>(Func<MemberId, T> of) =>
        View!.Members.GroupBy(of).OrderByDescending(group => group.Count()).ThenBy(group => group.Min()).First().Key;
}
