using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.TestKit.Consensus;

/// <summary>What leader and followers send: an entry is two lengths in little-endian order, a proposer, and a payload.</summary>
internal static class LeaderWire
{
    public const int MaxPayload = 1 << 20;

    private const int HeaderLength = 2 * sizeof(int);
    private const int MaxIdLength = 64;

    public static ProposalId IdOf(IContentHash hash, ReadOnlySpan<byte> payload, PeerId proposer)
    {
        byte[] bytes = [.. proposer.Bytes.Span, .. payload];
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        hash.Hash(bytes, digest);
        return new ProposalId(new ContentDigest(digest));
    }

    public static byte[] Entry(PeerId proposer, ReadOnlySpan<byte> payload)
    {
        byte[] entry = new byte[HeaderLength + proposer.Bytes.Length + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(entry, proposer.Bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(sizeof(int)), payload.Length);
        proposer.Bytes.Span.CopyTo(entry.AsSpan(HeaderLength));
        payload.CopyTo(entry.AsSpan(HeaderLength + proposer.Bytes.Length));
        return entry;
    }

    /// <summary>Reads an entry that is a whole array.</summary>
    public static (PeerId Proposer, byte[] Payload)? ParseEntry(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < HeaderLength)
        {
            return null;
        }

        int id = BinaryPrimitives.ReadInt32LittleEndian(entry);
        int payload = BinaryPrimitives.ReadInt32LittleEndian(entry[sizeof(int)..]);
        return id is > 0 and <= MaxIdLength && payload is > 0 and <= MaxPayload
            && entry.Length == HeaderLength + id + payload
            && PeerId.TryFromBytes(entry.Slice(HeaderLength, id), out PeerId? proposer)
            ? (proposer, entry[(HeaderLength + id)..].ToArray())
            : null;
    }

    /// <summary>Reads an entry from a stream; null at its end.</summary>
    public static async ValueTask<(PeerId Proposer, byte[] Payload)?> ReadEntryAsync(
        PipeReader input, CancellationToken cancellationToken)
    {
        byte[]? header = await ReadExactlyAsync(input, HeaderLength, cancellationToken).ConfigureAwait(false);
        if (header is null)
        {
            return null;
        }

        int id = BinaryPrimitives.ReadInt32LittleEndian(header);
        int payload = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(sizeof(int)));
        if (id is <= 0 or > MaxIdLength || payload is <= 0 or > MaxPayload)
        {
            throw new ProtocolViolationException("An entry of the order has an impossible length.");
        }

        byte[]? body = await ReadExactlyAsync(input, id + payload, cancellationToken).ConfigureAwait(false);
        return body is null ? null : ParseEntry([.. header, .. body]);
    }

    public static async ValueTask WriteHeightAsync(PipeWriter output, long height, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, height);
        await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    public static async ValueTask<long?> ReadHeightAsync(PipeReader input, CancellationToken cancellationToken) =>
        await ReadExactlyAsync(input, sizeof(long), cancellationToken).ConfigureAwait(false) is byte[] bytes
            ? BinaryPrimitives.ReadInt64LittleEndian(bytes)
            : null;

    public static async ValueTask<byte[]> ReadToEndAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.Length > MaxPayload)
            {
                throw new ProtocolViolationException($"A payload is longer than {MaxPayload} bytes.");
            }

            if (read.IsCompleted)
            {
                byte[] bytes = read.Buffer.ToArray();
                input.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async ValueTask<byte[]?> ReadExactlyAsync(PipeReader input, int length, CancellationToken cancellationToken)
    {
        ReadResult read = await input.ReadAtLeastAsync(length, cancellationToken).ConfigureAwait(false);
        if (read.Buffer.Length < length)
        {
            input.AdvanceTo(read.Buffer.End);
            return null;
        }

        ReadOnlySequence<byte> part = read.Buffer.Slice(0, length);
        byte[] bytes = part.ToArray();
        input.AdvanceTo(part.End);
        return bytes;
    }
}
