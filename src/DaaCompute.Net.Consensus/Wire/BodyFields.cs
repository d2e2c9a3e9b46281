using System.Collections.Immutable;
using System.Runtime.InteropServices;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>The fields of a vertex's body while they are read.</summary>
internal ref struct BodyFields(ReadOnlyMemory<byte> body)
{
    /// <summary>The highest round: sums with it stay far from overflow.</summary>
    private const ulong MaxRound = 1UL << 48;

    private readonly ReadOnlyMemory<byte> _body = body;
    private int _seen;
    private List<VertexRef>? _parents;
    private List<Transaction>? _transactions;

    public ContentDigest EpochId { get; private set; }

    public int Author { get; private set; }

    public long Round { get; private set; }

    public VertexId Previous { get; private set; }

    public readonly ImmutableArray<VertexRef> Parents => _parents is null ? [] : [.. _parents];

    public readonly ImmutableArray<Transaction> Transactions => _transactions is null ? [] : [.. _transactions];

    public readonly bool IsComplete => _seen == 0b1_1110;

    public bool TryTake(ref ProtobufReader reader)
    {
        bool isBytes = reader.WireType == ProtobufWireType.LengthDelimited;
        if (reader.FieldNumber is >= 1 and <= 4)
        {
            _seen |= 1 << reader.FieldNumber;
        }

        switch (reader.FieldNumber)
        {
            case 1 when isBytes && reader.Bytes.Length == ContentDigest.Size:
                EpochId = new ContentDigest(reader.Bytes);
                return true;
            case 2 when reader.WireType == ProtobufWireType.Varint && reader.Value < ValidatorSet.MaxCount:
                Author = (int)reader.Value;
                return true;
            case 3 when reader.WireType == ProtobufWireType.Varint && reader.Value is > 0 and <= MaxRound:
                Round = (long)reader.Value;
                return true;
            case 4 when isBytes && reader.Bytes.Length == ContentDigest.Size:
                Previous = new VertexId(new ContentDigest(reader.Bytes));
                return true;
            case 5 when isBytes:
                return TryTakeParent(reader.Bytes);
            case 6 or 7 or 8 when isBytes && !reader.Bytes.IsEmpty:
                return TryTakeTransaction((TransactionKind)(reader.FieldNumber - 6), reader.Bytes);
            default:
                return false;
        }
    }

    private bool TryTakeParent(ReadOnlySpan<byte> bytes)
    {
        _parents ??= [];
        int author = -1;
        ulong back = 0;
        VertexId? id = null;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case 1 when reader.WireType == ProtobufWireType.Varint && reader.Value < ValidatorSet.MaxCount:
                    author = (int)reader.Value;
                    break;
                case 2 when reader.WireType == ProtobufWireType.Varint && reader.Value > 0 && reader.Value < (ulong)Round:
                    back = reader.Value;
                    break;
                case 3 when reader.WireType == ProtobufWireType.LengthDelimited && reader.Bytes.Length == ContentDigest.Size:
                    id = new VertexId(new ContentDigest(reader.Bytes));
                    break;
                default:
                    return false;
            }
        }

        if (reader.IsMalformed || author < 0 || back == 0 || id is not VertexId named || _parents.Count == VertexCodec.MaxParents)
        {
            return false;
        }

        _parents.Add(new VertexRef(author, Round - (long)back, named));
        return true;
    }

    private bool TryTakeTransaction(TransactionKind kind, ReadOnlySpan<byte> bytes)
    {
        _transactions ??= [];
        if (_transactions.Count == VertexCodec.MaxTransactions)
        {
            return false;
        }

        // A slice of the body rather than a copy; both begin in the same memory.
        int offset = (int)(nint)System.Runtime.CompilerServices.Unsafe.ByteOffset(
            ref MemoryMarshal.GetReference(_body.Span), ref MemoryMarshal.GetReference(bytes));
        _transactions.Add(new Transaction(kind, _body.Slice(offset, bytes.Length)));
        return true;
    }
}
