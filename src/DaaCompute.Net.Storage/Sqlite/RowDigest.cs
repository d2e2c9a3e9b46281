using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>16 bytes of SHA-256 over collection, key and value, each with its length: a row that changed is known by it.</summary>
internal sealed class RowDigest : IDisposable
{
    public const int Size = 16;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public UInt128 Compute(string collection, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[12 + StateBounds.MaxCollectionLength];
        int length = Encoding.ASCII.GetBytes(collection, head[12..]);
        BinaryPrimitives.WriteInt32LittleEndian(head, length);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], value.Length);
        _hash.AppendData(head[..(12 + length)]);
        _hash.AppendData(key);
        _hash.AppendData(value);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(digest);
        return Decode(digest[..Size]);
    }

    public static void Encode(UInt128 digest, Span<byte> destination) =>
        BinaryPrimitives.WriteUInt128LittleEndian(destination, digest);

    public static UInt128 Decode(ReadOnlySpan<byte> encoded) => BinaryPrimitives.ReadUInt128LittleEndian(encoded);

    public void Dispose() => _hash.Dispose();
}
