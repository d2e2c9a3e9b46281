namespace DaaCompute.Net.Consensus;

/// <summary>
/// What a proposal lays claim to: a subject, and the subject's sequence number. Of several proposals with one key, the first
/// in the agreed order becomes final and the others are rejected.
/// </summary>
public readonly struct ConflictKey : IEquatable<ConflictKey>
{
    /// <summary>The longest subject, in bytes: two peer ids and a separator fit with room.</summary>
    public const int MaxSubjectLength = 128;

    /// <summary>Makes a key.</summary>
    /// <param name="subject">The subject, 1 to <see cref="MaxSubjectLength"/> bytes: a node, or an unordered pair for a link.</param>
    /// <param name="sequence">The subject's sequence number.</param>
    /// <exception cref="ArgumentException">The length is out of range.</exception>
    public ConflictKey(ReadOnlyMemory<byte> subject, ulong sequence)
    {
        if (subject.Length is 0 or > MaxSubjectLength)
        {
            throw new ArgumentException($"A subject has 1 to {MaxSubjectLength} bytes, not {subject.Length}.", nameof(subject));
        }

        Subject = subject;
        Sequence = sequence;
    }

    /// <summary>The subject.</summary>
    public ReadOnlyMemory<byte> Subject { get; }

    /// <summary>The subject's sequence number.</summary>
    public ulong Sequence { get; }

    /// <inheritdoc/>
    public bool Equals(ConflictKey other) => Sequence == other.Sequence && Subject.Span.SequenceEqual(other.Subject.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ConflictKey other && Equals(other);

    /// <summary>FNV-1a of the subject and the sequence number: the same in every process.</summary>
    public override int GetHashCode()
    {
        uint hash = 2166136261;
        foreach (byte value in Subject.Span)
        {
            hash = (hash ^ value) * 16777619;
        }

        return (int)(((hash ^ (uint)Sequence) * 16777619) ^ (uint)(Sequence >> 32));
    }

    /// <summary>Equality of the bytes and the number.</summary>
    public static bool operator ==(ConflictKey left, ConflictKey right) => left.Equals(right);

    /// <summary>Inequality of the bytes or the number.</summary>
    public static bool operator !=(ConflictKey left, ConflictKey right) => !left.Equals(right);

    /// <summary>The subject in hexadecimal, and the number.</summary>
    public override string ToString() => $"{Convert.ToHexStringLower(Subject.Span)}#{Sequence}";
}
