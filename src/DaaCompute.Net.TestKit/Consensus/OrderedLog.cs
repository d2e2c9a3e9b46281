using System.Buffers.Binary;
using System.Collections.Immutable;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.TestKit.Consensus;

/// <summary>The order so far. One writer; any number of readers.</summary>
internal sealed class OrderedLog(
    IEnumerable<IProposalValidator> validators, IReplicatedState? state, IConflictKeys? keys, IStateStore? store)
{
    private const string Collection = "single-leader";

    private readonly Lock _lock = new();
    private readonly List<Proposal> _entries = [];
    private readonly HashSet<ProposalId> _known = [];
    private readonly HashSet<ConflictKey> _taken = [];
    private readonly IProposalValidator[] _validators = [.. validators];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PeerId? Leader { get; set; }

    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public async ValueTask LoadAsync(IContentHash hash, PeerId self, CancellationToken cancellationToken)
    {
        Leader = self;
        if (store is null)
        {
            return;
        }

        await foreach (StateEntry entry in store.ScanAsync(Collection, default, cancellationToken).ConfigureAwait(false))
        {
            if (LeaderWire.ParseEntry(entry.Value.Span) is (PeerId proposer, byte[] payload))
            {
                await AppendAsync(LeaderWire.IdOf(hash, payload, proposer), payload, proposer, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask<bool> IsValidAsync(ReadOnlyMemory<byte> payload, PeerId proposer, CancellationToken cancellationToken)
    {
        foreach (IProposalValidator validator in _validators)
        {
            if (!await validator.ValidateAsync(payload, proposer, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives a proposal the next place, unless it has one, breaks a rule, or lost to a rival.</summary>
    public async ValueTask OfferAsync(
        ProposalId id, ReadOnlyMemory<byte> payload, PeerId proposer, CancellationToken cancellationToken)
    {
        ImmutableArray<ConflictKey> claimed = keys?.KeysOf(payload, proposer) ?? [];
        if (_known.Contains(id)
            || claimed.Any(_taken.Contains)
            || !await IsValidAsync(payload, proposer, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (store is not null)
        {
            byte[] key = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(key, Count);
            await store.CommitAsync(
                [new StateChange(Collection, key, LeaderWire.Entry(proposer, payload.Span))], cancellationToken).ConfigureAwait(false);
        }

        await AppendAsync(id, payload, proposer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes what the leader has given a place.</summary>
    public ValueTask TakeAsync(
        ProposalId id, ReadOnlyMemory<byte> payload, PeerId proposer, CancellationToken cancellationToken) =>
        AppendAsync(id, payload, proposer, cancellationToken);

    /// <summary>The entry of a height, once there is one.</summary>
    public async ValueTask<Proposal> ReadAsync(long height, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                if (height < _entries.Count)
                {
                    return _entries[(int)height];
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask AppendAsync(
        ProposalId id, ReadOnlyMemory<byte> payload, PeerId proposer, CancellationToken cancellationToken)
    {
        Proposal proposal = new(id, proposer, payload, new VertexId(id.Digest), Count);
        if (state is not null && proposal.Height >= state.NextHeight)
        {
            await state.ApplyAsync(proposal, cancellationToken).ConfigureAwait(false);
        }

        _known.Add(id);
        _taken.UnionWith(keys?.KeysOf(payload, proposer) ?? []);
        TaskCompletionSource grown;
        lock (_lock)
        {
            _entries.Add(proposal);
            grown = _grown;
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        grown.SetResult();
    }
}
