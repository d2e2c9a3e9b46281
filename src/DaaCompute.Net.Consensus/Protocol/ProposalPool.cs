using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>Proposals on their way: those a validator has yet to put into a vertex, and those in one that is not final yet.</summary>
internal sealed class ProposalPool(int capacity)
{
    private readonly Dictionary<ProposalId, Entry> _byId = [];
    private readonly LinkedList<Entry> _waiting = new();
    private readonly Dictionary<PeerId, int> _perProposer = [];
    private long _number;

    public int Count => _byId.Count;

    public bool HasWaiting => _waiting.Count > 0;

    public bool IsFull => _byId.Count >= capacity;

    /// <summary>Every proposal, oldest first.</summary>
    public IEnumerable<Entry> Entries => _byId.Values.OrderBy(static entry => entry.Number);

    /// <summary>How many proposals there are that were forwarded for a peer.</summary>
    public int CountOf(PeerId proposer) => _perProposer.GetValueOrDefault(proposer);

    /// <summary>Takes a proposal in; false when it is there already or there is no room.</summary>
    public bool TryAdd(ProposalId id, Transaction transaction, TimeSpan now, PeerId? proposer = null)
    {
        if (IsFull || _byId.ContainsKey(id))
        {
            return false;
        }

        Entry entry = new(id, transaction, ++_number, proposer) { SentAt = now };
        if (proposer is not null)
        {
            _perProposer[proposer] = CountOf(proposer) + 1;
        }

        _byId.Add(id, entry);
        _waiting.AddLast(entry);
        return true;
    }

    /// <summary>Takes out what fits into one vertex.</summary>
    public ImmutableArray<Transaction> Take(int maxBytes, int maxCount, long round)
    {
        ImmutableArray<Transaction>.Builder taken = ImmutableArray.CreateBuilder<Transaction>();
        int bytes = 0;
        while (_waiting.First is { } first && taken.Count < maxCount && bytes + first.Value.Transaction.Bytes.Length + 8 <= maxBytes)
        {
            _waiting.RemoveFirst();
            first.Value.Round = round;
            bytes += first.Value.Transaction.Bytes.Length + 8;
            taken.Add(first.Value.Transaction);
        }

        return taken.ToImmutable();
    }

    /// <summary>A proposal is final or refused.</summary>
    public void Remove(ProposalId id)
    {
        if (!_byId.Remove(id, out Entry? entry))
        {
            return;
        }

        if (entry.Round == 0)
        {
            _waiting.Remove(entry);
        }

        if (entry.Proposer is not null && --_perProposer[entry.Proposer] == 0)
        {
            _perProposer.Remove(entry.Proposer);
        }
    }

    /// <summary>Puts back what was carried by vertices that no commit can reach any more.</summary>
    public void Revive(long belowRound)
    {
        foreach (Entry entry in Entries.Where(entry => entry.Round > 0 && entry.Round < belowRound))
        {
            entry.Round = 0;
            _waiting.AddLast(entry);
        }
    }

    internal sealed class Entry(ProposalId id, Transaction transaction, long number, PeerId? proposer)
    {
        public ProposalId Id => id;

        public Transaction Transaction => transaction;

        public long Number => number;

        /// <summary>Whom it was forwarded for; null for an own one.</summary>
        public PeerId? Proposer => proposer;

        /// <summary>The round of the vertex that carries it; 0 while none does.</summary>
        public long Round { get; set; }

        /// <summary>When a leaf last sent it.</summary>
        public TimeSpan SentAt { get; set; }
    }
}
