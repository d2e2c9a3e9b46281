using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>A point of the key space: the SHA-256 of a peer id's or a record key's bytes.</summary>
/// <remarks>Source: libp2p/specs kad-dht, "Distance".</remarks>
internal readonly struct KademliaKey : IEquatable<KademliaKey>, IComparable<KademliaKey>
{
    /// <summary>The bits of a key.</summary>
    public const int BitLength = 256;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>Takes a digest of 32 bytes as it is.</summary>
    public KademliaKey(ReadOnlySpan<byte> digest)
    {
        _first = BinaryPrimitives.ReadUInt64BigEndian(digest);
        _second = BinaryPrimitives.ReadUInt64BigEndian(digest[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(digest[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(digest[24..]);
    }

    /// <summary>Where a record key, or the bytes of a peer id, lie.</summary>
    public static KademliaKey Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return new KademliaKey(digest);
    }

    /// <summary>Where a peer lies.</summary>
    public static KademliaKey Of(PeerId peer) => Of(peer.Bytes.Span);

    public XorDistance DistanceTo(KademliaKey other) => new(
        _first ^ other._first, _second ^ other._second, _third ^ other._third, _fourth ^ other._fourth);

    /// <summary>How many leading bits two keys share; 256 when they are equal.</summary>
    public int CommonPrefixLength(KademliaKey other) => DistanceTo(other).LeadingZeroCount;

    public bool Equals(KademliaKey other) =>
        _first == other._first && _second == other._second && _third == other._third && _fourth == other._fourth;

    public override bool Equals(object? obj) => obj is KademliaKey other && Equals(other);

    public override int GetHashCode() => (int)_fourth;

    public int CompareTo(KademliaKey other)
    {
        int order = _first.CompareTo(other._first);
        order = order != 0 ? order : _second.CompareTo(other._second);
        order = order != 0 ? order : _third.CompareTo(other._third);
        return order != 0 ? order : _fourth.CompareTo(other._fourth);
    }
}
