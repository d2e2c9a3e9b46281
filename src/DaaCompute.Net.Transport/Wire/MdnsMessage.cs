using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>One message of multicast DNS.</summary>
/// <remarks>Source: RFC 1035 section 4, RFC 6762 section 18. Authority records, which only probes carry, are read and dropped.</remarks>
internal sealed record MdnsMessage
{
    /// <summary>The longest message, headers of IP and UDP left out, in bytes (RFC 6762 section 17).</summary>
    public const int MaxLength = 9_000;

    /// <summary>The most questions and records of one message that is read; one that claims more is refused.</summary>
    public const int MaxRecords = 256;

    /// <summary>Zero, except in the answer to a query that did not come from port 5353.</summary>
    public ushort Id { get; init; }

    public bool IsResponse { get; init; }

    /// <summary>More known answers follow in another message (RFC 6762 section 7.2).</summary>
    public bool IsTruncated { get; init; }

    public ImmutableArray<DnsQuestion> Questions { get; init; } = [];

    public ImmutableArray<DnsRecord> Answers { get; init; } = [];

    public ImmutableArray<DnsRecord> Additionals { get; init; } = [];

    public byte[] Encode()
    {
        ArrayBufferWriter<byte> output = new(512);
        MdnsMessageWriter writer = new(output);
        writer.Write(this);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a message whole or not at all.</summary>
    /// <returns>False for anything but a standard query or response that is well formed to its end.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out MdnsMessage? message)
    {
        MdnsMessageReader reader = new(encoded);
        return reader.TryRead(out message);
    }
}
