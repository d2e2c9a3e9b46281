using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Simulation.Storage;

/// <summary>A batch of changes as it stands in a log: body length, number, SHA-256 of number and body, body.</summary>
internal static class BatchRecord
{
    private const int NumberOffset = 4;
    private const int HashOffset = NumberOffset + 8;
    private const int HeaderSize = HashOffset + SHA256.HashSizeInBytes;

    public static byte[] Encode(long number, IReadOnlyList<StateChange> changes)
    {
        using MemoryStream body = new();
        using BinaryWriter writer = new(body, Encoding.UTF8);
        writer.Write(changes.Count);
        foreach (StateChange change in changes)
        {
            writer.Write(change.Collection);
            writer.Write(change.Key.Length);
            writer.Write(change.Key.Span);
            writer.Write(change.Value?.Length ?? -1);
            writer.Write(change.Value is ReadOnlyMemory<byte> value ? value.Span : default);
        }

        writer.Flush();
        byte[] record = new byte[HeaderSize + (int)body.Length];
        body.GetBuffer().AsSpan(0, (int)body.Length).CopyTo(record.AsSpan(HeaderSize));
        BinaryPrimitives.WriteInt32LittleEndian(record, (int)body.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(NumberOffset), number);
        Hash(record, record.AsSpan(HashOffset, SHA256.HashSizeInBytes));
        return record;
    }

    /// <summary>Reads the first record of a log.</summary>
    /// <param name="log">The rest of the log.</param>
    /// <param name="number">The number that the record must bear.</param>
    /// <param name="changes">Its changes, when the result is not null.</param>
    /// <returns>The record's length, or null when it is damaged.</returns>
    public static int? TryDecode(ReadOnlySpan<byte> log, long number, out List<StateChange> changes)
    {
        changes = [];
        if (log.Length < HeaderSize)
        {
            return null;
        }

        int bodyLength = BinaryPrimitives.ReadInt32LittleEndian(log);
        if (bodyLength < 0 || bodyLength > log.Length - HeaderSize)
        {
            return null;
        }

        ReadOnlySpan<byte> record = log[..(HeaderSize + bodyLength)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(record, hash);
        if (BinaryPrimitives.ReadInt64LittleEndian(record[NumberOffset..]) != number
            || !hash.SequenceEqual(record.Slice(HashOffset, SHA256.HashSizeInBytes)))
        {
            return null;
        }

        DecodeBody(record[HeaderSize..].ToArray(), changes);
        return record.Length;
    }

    private static void DecodeBody(byte[] body, List<StateChange> changes)
    {
        using BinaryReader reader = new(new MemoryStream(body), Encoding.UTF8);
        for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
        {
            string collection = reader.ReadString();
            byte[] key = reader.ReadBytes(reader.ReadInt32());
            int length = reader.ReadInt32();
            // Not null, which would convert to an empty value.
            ReadOnlyMemory<byte>? value = length < 0 ? default(ReadOnlyMemory<byte>?) : reader.ReadBytes(length);
            changes.Add(new StateChange(collection, key, value));
        }
    }

    private static void Hash(ReadOnlySpan<byte> record, Span<byte> destination)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(record[..HashOffset]);
        hash.AppendData(record[HeaderSize..]);
        hash.GetHashAndReset(destination);
    }
}
