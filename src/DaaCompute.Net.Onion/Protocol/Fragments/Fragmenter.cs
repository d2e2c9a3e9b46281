using System.Buffers.Binary;

namespace DaaCompute.Net.Onion.Protocol.Fragments;

/// <summary>Cuts a message into cells of one size, each written when it is asked for.</summary>
internal sealed class Fragmenter
{
    private readonly ReadOnlyMemory<byte> _message;
    private readonly int _capacity;
    private readonly int _dataFragments;
    private readonly int _groupParity;
    private readonly UInt128 _messageId;
    private readonly byte[] _last;
    private readonly ushort _lastLength;

    /// <param name="message">Up to 64 MiB; not copied.</param>
    /// <param name="capacity">Bytes of data a cell holds.</param>
    /// <param name="groupParity">Parity fragments of each group; 0 for none.</param>
    /// <param name="entropy">The message id, and what fills the last cell.</param>
    public Fragmenter(ReadOnlyMemory<byte> message, int capacity, int groupParity, IEntropySource entropy)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, FragmentHeader.MaxMessageLength, nameof(message));
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(groupParity);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(groupParity, ReedSolomon.MaxShards);
        _message = message;
        _capacity = capacity;
        _groupParity = groupParity;
        _dataFragments = Math.Max(1, (int)(((long)message.Length + capacity - 1) / capacity));

        Span<byte> id = stackalloc byte[16];
        entropy.Fill(id);
        _messageId = BinaryPrimitives.ReadUInt128LittleEndian(id);

        // Random, never zeros; kept, since the parity is computed over it as well.
        ReadOnlySpan<byte> rest = message.Span[((_dataFragments - 1) * capacity)..];
        _lastLength = (ushort)rest.Length;
        _last = new byte[capacity];
        rest.CopyTo(_last);
        entropy.Fill(_last.AsSpan(rest.Length));
        Count = _dataFragments + (groupParity == 0 ? 0 : groupParity * FragmentHeader.GroupsOf(_dataFragments, groupParity));
    }

    /// <summary>How many cells there are, parity included.</summary>
    public int Count { get; }

    /// <summary>The size of a cell: header and data.</summary>
    public int CellSize => FragmentHeader.Size + _capacity;

    /// <summary>Writes a cell.</summary>
    public void Write(int index, Span<byte> cell)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(cell.Length, CellSize);
        ushort length = index < _dataFragments - 1 ? (ushort)_capacity : _lastLength;
        FragmentHeader header = new(FragmentKind.Message, length, _messageId, index, _dataFragments, _groupParity);
        header.Write(cell);
        Span<byte> data = cell[FragmentHeader.Size..];
        if (header.IsParity)
        {
            WriteParity(header, data);
        }
        else
        {
            DataOf(index).CopyTo(data);
        }
    }

    private void WriteParity(FragmentHeader header, Span<byte> data)
    {
        data.Clear();
        int count = header.DataOf(header.Group);
        ReedSolomon code = new(count, _groupParity);
        int row = (header.Index - _dataFragments) / header.Groups;
        for (int position = 0; position < count; position++)
        {
            code.AddTo(row, position, DataOf(header.Group + (position * header.Groups)), data);
        }
    }

    private ReadOnlySpan<byte> DataOf(int index) =>
        index == _dataFragments - 1 ? _last : _message.Span.Slice(index * _capacity, _capacity);
}
