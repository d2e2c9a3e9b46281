namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>A question that is out.</summary>
internal sealed class Poll(long id, IEnumerable<int> asked, TimeSpan started, TimeSpan deadline)
{
    private readonly HashSet<int> _open = [.. asked];

    public long Id => id;

    public TimeSpan Started => started;

    /// <summary>When it ends, whoever has not answered.</summary>
    public TimeSpan Deadline { get; private set; } = deadline;

    /// <summary>How many have not answered yet.</summary>
    public int Open => _open.Count;

    /// <summary>Whether a quorum was there, so that the rest is waited for no longer than it took.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Takes a validator's answer, or that none will come; false when it is not asked, or not any more.</summary>
    public bool TryAnswer(int validator) => _open.Remove(validator);

    /// <summary>A quorum is there: whoever is silent may take as long again, and no longer.</summary>
    public void Settle(TimeSpan now)
    {
        if (!IsSettled)
        {
            IsSettled = true;
            TimeSpan rest = now + (now - started);
            Deadline = rest < Deadline ? rest : Deadline;
        }
    }
}
