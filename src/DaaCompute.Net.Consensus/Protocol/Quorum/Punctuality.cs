namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>
/// Who is worth waiting for. Whoever was late is no longer waited for until it has been in time as often as it must: twice as
/// often after each relapse, so that a validator that plays with its timing delays ever fewer rounds.
/// </summary>
internal sealed class Punctuality(int validators)
{
    private const int MaxPenalty = 12;

    private readonly int[] _penalties = new int[validators];
    private readonly int[] _streaks = new int[validators];

    /// <summary>Who is not waited for.</summary>
    public ulong Late { get; private set; }

    /// <summary>Judges a round at the moment it was left.</summary>
    /// <param name="missing">Who had no vertex in it.</param>
    public void Judge(ulong missing)
    {
        for (int author = 0; author < validators; author++)
        {
            ulong bit = 1UL << author;
            if ((missing & bit) != 0)
            {
                _penalties[author] += (Late & bit) == 0 && _penalties[author] < MaxPenalty ? 1 : 0;
                _streaks[author] = 0;
                Late |= bit;
            }
            else if ((Late & bit) != 0 && ++_streaks[author] >= 1 << _penalties[author])
            {
                Late &= ~bit;
            }
        }
    }
}
