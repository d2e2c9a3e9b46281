namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>Peers that must not be grafted for a while, in one topic. It outlives their connections.</summary>
internal sealed class BackoffTable
{
    // Each entry takes a connection and a PRUNE to make; beyond this, the one that ends soonest is forgotten.
    private const int MaxEntries = 4096;

    private Dictionary<PeerId, TimeSpan>? _until;

    public int Count => _until?.Count ?? 0;

    public bool Contains(PeerId peer, TimeSpan now) => UntilOf(peer) > now;

    /// <summary>When a peer's back-off ends; zero when it has none.</summary>
    public TimeSpan UntilOf(PeerId peer) =>
        _until is not null && _until.TryGetValue(peer, out TimeSpan until) ? until : TimeSpan.Zero;

    /// <summary>Adds a back-off; a longer one stays.</summary>
    public void Add(PeerId peer, TimeSpan until)
    {
        _until ??= [];
        if (_until.Count >= MaxEntries && !_until.ContainsKey(peer))
        {
            _until.Remove(_until.MinBy(one => (one.Value, one.Key)).Key);
        }

        if (UntilOf(peer) < until)
        {
            _until[peer] = until;
        }
    }

    /// <summary>Forgets those that ended before a time.</summary>
    public void Expire(TimeSpan before)
    {
        if (_until is null)
        {
            return;
        }

        foreach ((PeerId peer, TimeSpan until) in _until)
        {
            if (until < before)
            {
                _until.Remove(peer);
            }
        }

        _until = _until.Count == 0 ? null : _until;
    }
}
