using System.Buffers;
using System.Collections.Immutable;
using DaaCompute.Net.Dht.Diagnostics;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Keeps the routing table's peers and the records over a restart.</summary>
/// <remarks>
/// Collections: <c>dht/table</c>, one entry, a message whose closer peers are the table's; <c>dht/records</c>, an entry a key:
/// see <see cref="RecordSnapshotCodec"/>. A store that fails is logged, and the node goes on in memory.
/// </remarks>
internal sealed class DhtStore(IStateStore store, DhtContext context, DhtState state)
{
    private const string Table = "dht/table";
    private const string Records = "dht/records";

    /// <summary>The keys of one batch: at 100 records each still below 2 MB.</summary>
    private const int MaxBatch = 100;

    private static readonly byte[] TableKey = "peers"u8.ToArray();

    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte>? table =
                await store.GetAsync(Table, TableKey, cancellationToken).ConfigureAwait(false);
            ImmutableArray<KademliaPeer> peers =
                table is not null && KademliaCodec.TryRead(table.Value.Span, out KademliaMessage? message)
                    ? message.CloserPeers
                    : [];
            List<RecordSnapshot> records = [];
            await foreach (StateEntry entry in store
                .ScanAsync(Records, ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false))
            {
                if (RecordSnapshotCodec.TryRead(entry.Key.Span, entry.Value.Span, out RecordSnapshot? record))
                {
                    records.Add(record);
                }
            }

            state.Restore(peers, records);
            ContentRouterStatus status = state.Status;
            DhtLog.Restored(context.Log, peers.Length, status.ProviderRecords, status.Values);
        }
        catch (StateStoreException exception)
        {
            DhtLog.StoreFailed(context.Log, exception);
        }
    }

    public async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<RecordSnapshot> records;
            do
            {
                records = state.TakeChanges(MaxBatch, out ImmutableArray<KademliaPeer>? peers);
                List<StateChange> changes = [.. records.Select(ToChange)];
                if (peers is not null)
                {
                    ArrayBufferWriter<byte> encoded = new();
                    KademliaCodec.Write(
                        new KademliaMessage(KademliaMessageType.FindNode) { CloserPeers = peers.Value }, encoded);
                    changes.Add(new StateChange(Table, TableKey, encoded.WrittenMemory));
                }

                if (changes.Count > 0)
                {
                    await store.CommitAsync(changes, cancellationToken).ConfigureAwait(false);
                }
            }
            while (records.Count == MaxBatch);
        }
        catch (StateStoreException exception)
        {
            DhtLog.StoreFailed(context.Log, exception);
        }
    }

    private static StateChange ToChange(RecordSnapshot record) => new(
        Records,
        record.Key.Bytes,
        record.Providers.IsEmpty && record.Value is null ? null : RecordSnapshotCodec.Write(record));
}
