using System.Buffers.Binary;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Records in the making: plaintext is written where its ciphertext will stand, prefix and tag left free.</summary>
internal sealed class RecordBuffer
{
    /// <summary>A record's length prefix, in bytes.</summary>
    public const int PrefixSize = 2;

    /// <summary>The longest record on the wire, in bytes.</summary>
    public const int MaxRecordSize = PrefixSize + ISecureSession.MaxPlaintextLength + ISecureSession.TagSize;

    /// <summary>Four full records in one send: enough that the system call no longer counts.</summary>
    public const int Size = 4 * MaxRecordSize;

    private byte[]? _block;
    private int _record;
    private int _end;
    private int _limit;

    public bool HasBlock => _block is not null;

    public bool IsEmpty => _end <= PrefixSize;

    public void Attach(byte[] block) => _block = block;

    /// <summary>Empties the buffer and takes its memory away.</summary>
    public byte[] Detach()
    {
        byte[] block = _block!;
        _block = null;
        _record = _end = _limit = 0;
        return block;
    }

    /// <summary>The room for one frame, at least <paramref name="minimum"/> bytes, or 0. Begins a new record where needed.</summary>
    public int Reserve(int minimum)
    {
        if (_limit - _end >= minimum)
        {
            return _limit - _end;
        }

        int next = _end == 0 ? 0 : _end + ISecureSession.TagSize;
        int room = Math.Min(ISecureSession.MaxPlaintextLength, Size - next - PrefixSize - ISecureSession.TagSize);
        if (room < minimum)
        {
            return 0;
        }

        CloseRecord();
        _record = next;
        _end = next + PrefixSize;
        _limit = _end + room;
        return room;
    }

    /// <summary>Takes so many bytes of what was reserved.</summary>
    public Span<byte> Take(int length)
    {
        Span<byte> taken = _block.AsSpan(_end, length);
        _end += length;
        return taken;
    }

    /// <summary>Seals all records in place and returns what goes onto the wire.</summary>
    public ReadOnlyMemory<byte> Seal(ISecureSession session)
    {
        // A record that was begun for nothing is left out.
        int total = _end > _record + PrefixSize ? _end + ISecureSession.TagSize : _record;
        CloseRecord();
        for (int record = 0; record < total;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(_block.AsSpan(record));
            session.Seal(_block.AsSpan(record + PrefixSize, length));
            record += PrefixSize + length;
        }

        return _block.AsMemory(0, total);
    }

    private void CloseRecord()
    {
        if (_end > 0)
        {
            int length = _end - _record - PrefixSize + ISecureSession.TagSize;
            BinaryPrimitives.WriteUInt16BigEndian(_block.AsSpan(_record), (ushort)length);
        }
    }
}
