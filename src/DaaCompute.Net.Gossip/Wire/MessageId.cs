using System.Buffers.Binary;

namespace DaaCompute.Net.Gossip.Wire;

/// <summary>A message's id as it travels in IHAVE, IWANT and IDONTWANT.</summary>
internal readonly struct MessageId(ReadOnlyMemory<byte> bytes) : IEquatable<MessageId>
{
    /// <summary>The longest id that is read, in bytes: a public key of 1,958 bytes and a sequence number fit twice.</summary>
    public const int MaxLength = 4096;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public bool Equals(MessageId other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override bool Equals(object? obj) => obj is MessageId other && Equals(other);

    /// <summary>Taken from the end, which is what differs in ids made of an author and a counter.</summary>
    public override int GetHashCode()
    {
        ReadOnlySpan<byte> span = Bytes.Span;
        if (span.Length < sizeof(ulong))
        {
            return span.IsEmpty ? 0 : (span[0] << 8) | span[^1];
        }

        ulong tail = BinaryPrimitives.ReadUInt64LittleEndian(span[^sizeof(ulong)..]);
        ulong middle = BinaryPrimitives.ReadUInt64LittleEndian(span[((span.Length - sizeof(ulong)) / 2)..]);
        return (int)(((tail ^ (middle >> 7)) * 0x9E3779B97F4A7C15) >> 32);
    }

    /// <summary>A copy that does not hold on to the frame the id came in.</summary>
    public MessageId Detach() => new(Bytes.ToArray());

    public override string ToString() => Convert.ToHexStringLower(Bytes.Span);
}
