namespace DaaCompute.Net.Dht.Protocol;

/// <summary>How many records each peer has stored here.</summary>
internal sealed class PeerShares(int limit)
{
    private readonly SortedDictionary<PeerId, int> _counts = [];

    public bool TryTake(PeerId peer)
    {
        int count = _counts.GetValueOrDefault(peer);
        if (count >= limit)
        {
            return false;
        }

        _counts[peer] = count + 1;
        return true;
    }

    public void Return(PeerId peer)
    {
        if (--_counts[peer] == 0)
        {
            _counts.Remove(peer);
        }
    }
}
