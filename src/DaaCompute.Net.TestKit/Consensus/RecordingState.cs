using DaaCompute.Net.Consensus;

namespace DaaCompute.Net.TestKit.Consensus;

/// <summary>Writes down what it is given, and whether anything was out of order.</summary>
internal sealed class RecordingState : IReplicatedState
{
    private readonly Lock _lock = new();
    private readonly List<Proposal> _proposals = [];
    private int _inside;

    public long NextHeight
    {
        get
        {
            lock (_lock)
            {
                return _proposals.Count;
            }
        }
    }

    /// <summary>What was wrong with a call, or null.</summary>
    public string? Fault { get; private set; }

    public IReadOnlyList<Proposal> Proposals
    {
        get
        {
            lock (_lock)
            {
                return [.. _proposals];
            }
        }
    }

    public async ValueTask ApplyAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inside) != 1)
        {
            Fault ??= $"two proposals were given at once, at height {proposal.Height}";
        }

        await Task.Yield();
        lock (_lock)
        {
            Fault ??= proposal.Height == _proposals.Count
                ? null
                : $"height {proposal.Height} was given where {_proposals.Count} was next";
            _proposals.Add(proposal);
        }

        Interlocked.Decrement(ref _inside);
    }
}
