namespace DaaCompute.Net.Onion.Protocol.Fragments;

/// <summary>The fragments of one message so far. What it takes grows with what came, never with what a header says.</summary>
internal sealed class PartialMessage(FragmentHeader first, int capacity, TimeSpan started)
{
    private readonly Dictionary<int, byte[]> _fragments = [];
    private readonly Dictionary<int, int> _counts = [];
    private int _wholeGroups;
    private int? _lastLength;

    public TimeSpan Started => started;

    /// <summary>The order of its newest fragment among those of all messages.</summary>
    public long Touched { get; set; }

    public long Bytes => (long)_fragments.Count * capacity;

    public bool IsWhole => _wholeGroups == first.Groups;

    /// <summary>What would become of a fragment.</summary>
    public FragmentOutcome Check(FragmentHeader header, ReadOnlySpan<byte> data)
    {
        bool givesLastLength = header.IsParity || header.IsLastData;
        if (header.DataFragments != first.DataFragments || header.GroupParity != first.GroupParity
            || (givesLastLength && _lastLength is { } known && known != header.Length))
        {
            return FragmentOutcome.Inconsistent;
        }

        if (_fragments.TryGetValue(header.Index, out byte[]? there))
        {
            return data.SequenceEqual(there) ? FragmentOutcome.Duplicate : FragmentOutcome.Conflicting;
        }

        return _counts.GetValueOrDefault(header.Group) >= header.DataOf(header.Group)
            ? FragmentOutcome.Duplicate
            : FragmentOutcome.Accepted;
    }

    public void Add(FragmentHeader header, ReadOnlySpan<byte> data)
    {
        _fragments.Add(header.Index, data.ToArray());
        if (header.IsParity || header.IsLastData)
        {
            _lastLength = header.Length;
        }

        int count = _counts.GetValueOrDefault(header.Group) + 1;
        _counts[header.Group] = count;
        _wholeGroups += count == header.DataOf(header.Group) ? 1 : 0;
    }

    /// <summary>The message, once it is whole.</summary>
    public byte[] Join()
    {
        // The last fragment's group is whole: by that fragment or by a parity fragment, and both tell the length.
        byte[] message = new byte[((first.DataFragments - 1) * capacity) + _lastLength!.Value];
        for (int group = 0; group < first.Groups; group++)
        {
            JoinGroup(group, message);
        }

        return message;
    }

    private void JoinGroup(int group, Span<byte> message)
    {
        int count = first.DataOf(group);
        byte[]?[] shards = new byte[]?[count + first.GroupParity];
        for (int position = 0; position < shards.Length; position++)
        {
            int index = position < count
                ? group + (position * first.Groups)
                : first.DataFragments + group + ((position - count) * first.Groups);
            shards[position] = _fragments.GetValueOrDefault(index);
        }

        if (!new ReedSolomon(count, first.GroupParity).TryRestore(shards))
        {
            throw new InvalidOperationException("A group was joined before it was whole.");
        }

        for (int position = 0; position < count; position++)
        {
            Span<byte> target = message[((group + (position * first.Groups)) * capacity)..];
            shards[position].AsSpan(0, Math.Min(capacity, target.Length)).CopyTo(target);
        }
    }
}
