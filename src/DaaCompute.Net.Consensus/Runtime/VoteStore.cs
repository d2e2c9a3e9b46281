using System.Buffers.Binary;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>What of consensus outlives the node: vertices, the log, the last checkpoint, and how far this validator voted.</summary>
/// <remarks>
/// Own vertices are committed first, then the guard file is written, and only then is the vertex sent. Others' vertices and
/// the log go along with own vertices: they can be had again.
/// </remarks>
internal sealed class VoteStore(ConsensusContext context, FinalizedLog log)
{
    private const string Vertices = "consensus/vertices";
    private const string Checkpoint = "consensus/checkpoint";
    private const string Proofs = "consensus/equivocations";
    private const string Epochs = "consensus/epochs";

    /// <summary>Changes that wait for the disk: beyond that, others' vertices are not kept.</summary>
    private const int MaxWaiting = 20_000;

    /// <summary>Changes and bytes of one batch: well below what a store takes.</summary>
    private const int MaxBatch = 2000;

    private const long MaxBatchBytes = 8 * 1024 * 1024;

    private static readonly byte[] CheckpointKey = "last"u8.ToArray();

    private readonly List<StateChange> _waiting = [];
    private long _prunedRound = 1;

    public bool IsDurable => context.Store is not null && context.Guard is not null;

    /// <summary>Keeps a vertex with the next batch.</summary>
    public void Keep(EpochState epoch, Vertex vertex)
    {
        if (context.Store is not null && _waiting.Count < MaxWaiting)
        {
            _waiting.Add(new StateChange(Vertices, Key(epoch, vertex.Round, vertex.Id), VertexCodec.Encode(vertex)));
        }
    }

    public void Keep(StoredCheckpoint checkpoint)
    {
        if (context.Store is not null)
        {
            _waiting.AddRange(log.TakeChanges());
            _waiting.Add(new StateChange(Checkpoint, CheckpointKey, ConsensusCodec.Encode(checkpoint.ToMessage())));
        }
    }

    public void Keep(EquivocationProof proof)
    {
        if (context.Store is not null)
        {
            _waiting.Add(new StateChange(Proofs, proof.Offender.Bytes, proof.Encoded));
        }
    }

    public void Keep(long epoch, ReadOnlyMemory<byte> epochEnd)
    {
        if (context.Store is not null)
        {
            _waiting.Add(new StateChange(Epochs, FinalizedLog.Key(epoch), epochEnd));
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadEpochEndAsync(long epoch, CancellationToken cancellationToken) =>
        context.Store is null
            ? null
            : await context.Store.GetAsync(Epochs, FinalizedLog.Key(epoch), cancellationToken).ConfigureAwait(false);

    /// <summary>Forgets vertices of rounds below one.</summary>
    public void Prune(EpochState epoch, long round, IEnumerable<Vertex> below)
    {
        if (context.Store is null || round <= _prunedRound)
        {
            return;
        }

        _prunedRound = round;
        Drop(epoch, below);
    }

    /// <summary>Forgets vertices, such as those of an epoch that is over.</summary>
    public void Drop(EpochState epoch, IEnumerable<Vertex> vertices)
    {
        if (context.Store is not null)
        {
            _prunedRound = epoch.End is null ? _prunedRound : 1;
            _waiting.AddRange(vertices.Select(vertex => new StateChange(Vertices, Key(epoch, vertex.Round, vertex.Id), null)));
        }
    }

    /// <summary>Makes everything that waits durable, and with it an own vertex.</summary>
    /// <exception cref="StateStoreException">It is not durable; what waits still waits.</exception>
    public async ValueTask WriteAsync(EpochState epoch, Vertex? own)
    {
        if (context.Store is not null)
        {
            _waiting.AddRange(log.TakeChanges());
            while (TakeBatch() is int count && (count > 0 || own is not null))
            {
                List<StateChange> batch = _waiting.GetRange(0, count);
                bool isLast = count == _waiting.Count;
                if (isLast && own is not null)
                {
                    batch.Add(new StateChange(Vertices, Key(epoch, own.Round, own.Id), VertexCodec.Encode(own)));
                }

                await context.Store.CommitAsync(batch, CancellationToken.None).ConfigureAwait(false);
                _waiting.RemoveRange(0, count);
                if (isLast)
                {
                    break;
                }
            }
        }

        if (own is not null && context.Guard is not null)
        {
            byte[] guard = OwnVoteCodec.Encode(context.Hash, epoch.Id, new OwnVote(own.Round, own.Id));
            await context.Guard.WriteAsync(guard, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>How much of what waits fits into one batch.</summary>
    private int TakeBatch()
    {
        long bytes = 0;
        int count = 0;
        while (count < Math.Min(_waiting.Count, MaxBatch) && (count == 0 || bytes < MaxBatchBytes))
        {
            bytes += _waiting[count++].Value?.Length ?? 0;
        }

        return count;
    }

    public async ValueTask<StoredCheckpoint?> ReadCheckpointAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? stored = context.Store is null
            ? null
            : await context.Store.GetAsync(Checkpoint, CheckpointKey, cancellationToken).ConfigureAwait(false);
        return stored is ReadOnlyMemory<byte> bytes && ConsensusCodec.TryDecode(bytes, out ConsensusMessage? message)
            ? StoredCheckpoint.FromMessage(message)
            : null;
    }

    /// <summary>The vertices of an epoch, by round.</summary>
    public async ValueTask<List<Vertex>> ReadVerticesAsync(EpochState epoch, CancellationToken cancellationToken)
    {
        List<Vertex> vertices = [];
        if (context.Store is not null)
        {
            byte[] prefix = FinalizedLog.Key(epoch.Set.Epoch);
            await foreach (StateEntry entry in context.Store.ScanAsync(Vertices, prefix, cancellationToken).ConfigureAwait(false))
            {
                if (VertexCodec.TryDecode(context.Hash, entry.Value, out Vertex? vertex) && vertex.EpochId == epoch.Id)
                {
                    vertices.Add(vertex);
                }
            }
        }

        return vertices;
    }

    public async ValueTask<List<ReadOnlyMemory<byte>>> ReadProofsAsync(CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> proofs = [];
        if (context.Store is not null)
        {
            await foreach (StateEntry entry in context.Store.ScanAsync(Proofs, default, cancellationToken).ConfigureAwait(false))
            {
                proofs.Add(entry.Value);
            }
        }

        return proofs;
    }

    /// <summary>What the guard file tells of an epoch.</summary>
    /// <returns>The vote, or null; and whether there is a file at all.</returns>
    public async ValueTask<(OwnVote? Vote, bool Exists)> ReadGuardAsync(EpochState epoch, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? stored = context.Guard is null
            ? null
            : await context.Guard.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (stored is not ReadOnlyMemory<byte> bytes)
        {
            return (null, false);
        }

        // A guard of another epoch tells nothing of this one, and its existence nothing either.
        bool isRead = OwnVoteCodec.TryDecode(context.Hash, bytes.Span, out ContentDigest epochId, out OwnVote? vote);
        return isRead && epochId != epoch.Id ? (null, false) : (vote, true);
    }

    private static byte[] Key(EpochState epoch, long round, VertexId id)
    {
        byte[] key = new byte[(2 * sizeof(long)) + ContentDigest.Size];
        BinaryPrimitives.WriteInt64BigEndian(key, epoch.Set.Epoch);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(sizeof(long)), round);
        id.Digest.CopyTo(key.AsSpan(2 * sizeof(long)));
        return key;
    }
}
