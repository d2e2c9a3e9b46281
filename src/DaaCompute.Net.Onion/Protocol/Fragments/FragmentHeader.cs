using System.Buffers.Binary;

namespace DaaCompute.Net.Onion.Protocol.Fragments;

/// <summary>The 32 bytes in front of each cell's data.</summary>
/// <remarks>
/// Little-endian: kind 1, flags 1 (bit 0: parity), length 2, message id 16, index 4, data fragments 4, parity fragments
/// of each group 2, zero 2. Every data fragment but the last is full. A parity fragment gives the length of the last data
/// fragment, which would otherwise be lost with it. Which group a fragment belongs to follows from the counts alone.
/// </remarks>
internal readonly record struct FragmentHeader(
    FragmentKind Kind, ushort Length, UInt128 MessageId, int Index, int DataFragments, int GroupParity)
{
    public const int Size = 32;

    /// <summary>The largest message: 64 MiB.</summary>
    public const int MaxMessageLength = 64 << 20;

    private const byte ParityFlag = 1;

    public bool IsParity => Index >= DataFragments;

    public bool IsLastData => Index == DataFragments - 1;

    /// <summary>How many groups the data fragments are dealt to, in turn, so that a burst of losses is spread.</summary>
    public int Groups => GroupParity == 0 ? DataFragments : GroupsOf(DataFragments, GroupParity);

    public int Group => (IsParity ? Index - DataFragments : Index) % Groups;

    public static int GroupsOf(int dataFragments, int groupParity)
    {
        int largest = ReedSolomon.MaxShards - groupParity;
        return (dataFragments + largest - 1) / largest;
    }

    /// <summary>How many data fragments a group has.</summary>
    public int DataOf(int group) => (DataFragments - group + Groups - 1) / Groups;

    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)Kind;
        destination[1] = IsParity ? ParityFlag : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], Length);
        BinaryPrimitives.WriteUInt128LittleEndian(destination[4..], MessageId);
        BinaryPrimitives.WriteInt32LittleEndian(destination[20..], Index);
        BinaryPrimitives.WriteInt32LittleEndian(destination[24..], DataFragments);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[28..], (ushort)GroupParity);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[30..], 0);
    }

    /// <summary>Reads a header; false when anything in it contradicts the rest or the cell's capacity.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, int capacity, out FragmentHeader header)
    {
        header = default;
        if (source.Length < Size)
        {
            return false;
        }

        FragmentHeader read = new(
            (FragmentKind)source[0],
            BinaryPrimitives.ReadUInt16LittleEndian(source[2..]),
            BinaryPrimitives.ReadUInt128LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[20..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[24..]),
            BinaryPrimitives.ReadUInt16LittleEndian(source[28..]));
        bool isValid = BinaryPrimitives.ReadUInt16LittleEndian(source[30..]) == 0
            && read.IsConsistent(capacity)
            && source[1] == (read.IsParity ? ParityFlag : 0);
        header = isValid ? read : default;
        return isValid;
    }

    private bool IsConsistent(int capacity)
    {
        if (Length > capacity || GroupParity >= ReedSolomon.MaxShards || DataFragments < 1
            || ((long)(DataFragments - 1) * capacity) >= MaxMessageLength
            || Index < 0 || Index >= DataFragments + (GroupParity == 0 ? 0L : (long)Groups * GroupParity))
        {
            return false;
        }

        if (Kind != FragmentKind.Message)
        {
            return Kind is FragmentKind.Loop or FragmentKind.Drop && DataFragments == 1 && GroupParity == 0;
        }

        // Only the one fragment of an empty message is empty.
        bool givesLastLength = IsParity || IsLastData;
        return givesLastLength
            ? (Length > 0 || DataFragments == 1) && ((long)(DataFragments - 1) * capacity) + Length <= MaxMessageLength
            : Length == capacity;
    }
}
