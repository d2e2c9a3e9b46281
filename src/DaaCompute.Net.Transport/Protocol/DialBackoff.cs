namespace DaaCompute.Net.Transport.Protocol;

/// <summary>
/// Which peers this node should not dial again yet of its own accord: the wait doubles with each failure. Bounded.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class DialBackoff(TimeSpan first, TimeSpan longest)
{
    /// <summary>Beyond this many peers, those that may be dialled soonest are forgotten.</summary>
    public const int Capacity = 4_096;

    private readonly Dictionary<PeerId, (int Failures, TimeSpan Until)> _waits = [];

    public int Count => _waits.Count;

    public bool MayDial(PeerId peer, TimeSpan now) => !_waits.TryGetValue(peer, out (int _, TimeSpan Until) wait) || now >= wait.Until;

    public void Succeeded(PeerId peer) => _waits.Remove(peer);

    public void Failed(PeerId peer, TimeSpan now)
    {
        _waits.TryGetValue(peer, out (int Failures, TimeSpan _) wait);
        double factor = Math.ScaleB(1, Math.Min(wait.Failures, 32));
        TimeSpan pause = TimeSpan.FromTicks((long)Math.Min(first.Ticks * factor, longest.Ticks));
        Set(peer, wait.Failures + 1, now + pause, now);
    }

    /// <summary>Leaves a peer alone for the longest wait: this node closed the connection on purpose.</summary>
    public void Suspend(PeerId peer, TimeSpan now) => Set(peer, 1, now + longest, now);

    private void Set(PeerId peer, int failures, TimeSpan until, TimeSpan now)
    {
        if (!_waits.ContainsKey(peer) && _waits.Count >= Capacity)
        {
            Forget(now);
        }

        _waits[peer] = (failures, until);
    }

    private void Forget(TimeSpan now)
    {
        PeerId[] over = [.. _waits.Where(wait => wait.Value.Until <= now).Select(wait => wait.Key)];
        IEnumerable<PeerId> dropped = over.Length > 0
            ? over
            : _waits.OrderBy(wait => wait.Value.Until).ThenBy(wait => wait.Key).Take(Capacity / 8).Select(wait => wait.Key);
        foreach (PeerId peer in dropped.ToArray())
        {
            _waits.Remove(peer);
        }
    }
}
