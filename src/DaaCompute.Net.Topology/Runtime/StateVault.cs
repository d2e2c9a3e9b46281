using System.Buffers.Binary;
using System.Collections.Immutable;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Topology.Diagnostics;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>Keeps the agreed state on the node's disk, an entry for each subject, so that a height costs what it changed.</summary>
internal sealed class StateVault(IStateStore? store, StateKeeper keeper, ILogger<StateVault> logger)
{
    private const string Collection = "topology-state";

    /// <summary>Where the height and the digest stand; entries' keys are ids of at least six bytes.</summary>
    private static readonly byte[] HeadKey = [0];

    private ImmutableSortedSet<ChangeSubject> _unsaved = [];

    /// <summary>Begins with what was kept, when it is whole.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        if (store is null
            || await store.GetAsync(Collection, HeadKey, cancellationToken).ConfigureAwait(false) is not ReadOnlyMemory<byte> head)
        {
            return;
        }

        List<StateRecord> records = [];
        bool isWhole = head.Length == sizeof(long) + ContentDigest.Size;
        await foreach (StateEntry entry in store.ScanAsync(Collection, default, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Key.Span.SequenceEqual(HeadKey))
            {
                continue;
            }

            isWhole &= RecordCodec.TryDecode(entry.Value.Span, out StateRecord? record);
            if (record is not null)
            {
                records.Add(record);
            }
        }

        NetworkState? state = isWhole
            ? keeper.Restore(BinaryPrimitives.ReadInt64LittleEndian(head.Span), records)
            : null;
        if (state is null || state.Digest != new ContentDigest(head.Span[sizeof(long)..]))
        {
            TopologyLog.KeptStateDamaged(logger);
            await ClearAsync(store, cancellationToken).ConfigureAwait(false);
            return;
        }

        keeper.Begin(state);
        TopologyLog.Restored(logger, state.Height, state.Members.Count);
    }

    /// <summary>Writes what the last height changed.</summary>
    public async ValueTask SaveAsync(NetworkState state, CancellationToken cancellationToken)
    {
        if (store is null)
        {
            return;
        }

        byte[] head = new byte[sizeof(long) + ContentDigest.Size];
        BinaryPrimitives.WriteInt64LittleEndian(head, state.Height);
        state.Digest.CopyTo(head.AsSpan(sizeof(long)));
        List<StateChange> changes = [new StateChange(Collection, HeadKey, head)];
        _unsaved = _unsaved.Union(state.Touched);
        foreach (ChangeSubject subject in _unsaved)
        {
            byte[] key = subject.Bytes;
            changes.Add(state.Find(subject) is StateRecord record
                ? new StateChange(Collection, key, RecordCodec.Encode(record))
                : new StateChange(Collection, key, null));
        }

        try
        {
            await store.CommitAsync(changes, cancellationToken).ConfigureAwait(false);
            _unsaved = [];
        }
        catch (StateStoreException exception)
        {
            // What is on the disk is older, and whole; the next height writes what this one could not.
            TopologyLog.StoreFailed(logger, exception);
        }
    }

    private static async ValueTask ClearAsync(IStateStore store, CancellationToken cancellationToken)
    {
        List<StateChange> changes = [];
        await foreach (StateEntry entry in store.ScanAsync(Collection, default, cancellationToken).ConfigureAwait(false))
        {
            changes.Add(new StateChange(Collection, entry.Key, null));
        }

        await store.CommitAsync(changes, cancellationToken).ConfigureAwait(false);
    }
}
