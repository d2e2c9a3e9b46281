using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>
/// Which conflict keys the last proposals have taken. Of rivals, the first in the agreed order wins. Bounded by a number of
/// heights, so that every replica forgets alike.
/// </summary>
internal sealed class ConflictSet(int heights)
{
    /// <summary>The most keys of one proposal that count.</summary>
    public const int MaxKeys = 64;

    private readonly Dictionary<ConflictKey, long> _taken = [];
    private readonly Queue<(long Height, ImmutableArray<ConflictKey> Keys)> _byAge = new();

    /// <summary>Whether another proposal holds one of these keys.</summary>
    public bool Conflicts(ImmutableArray<ConflictKey> keys)
    {
        foreach (ConflictKey key in Counted(keys))
        {
            if (_taken.ContainsKey(key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives keys to the proposal of a height, and takes back those of proposals long before it.</summary>
    public void Take(ImmutableArray<ConflictKey> keys, long height)
    {
        ImmutableArray<ConflictKey> counted = Counted(keys);
        foreach (ConflictKey key in counted)
        {
            _taken[key] = height;
        }

        _byAge.Enqueue((height, counted));
        while (_byAge.TryPeek(out (long Height, ImmutableArray<ConflictKey> Keys) oldest) && oldest.Height <= height - heights)
        {
            _byAge.Dequeue();
            foreach (ConflictKey key in oldest.Keys)
            {
                if (_taken.GetValueOrDefault(key, -1) == oldest.Height)
                {
                    _taken.Remove(key);
                }
            }
        }
    }

    private static ImmutableArray<ConflictKey> Counted(ImmutableArray<ConflictKey> keys) =>
        keys.Length > MaxKeys ? keys[..MaxKeys] : keys;
}
