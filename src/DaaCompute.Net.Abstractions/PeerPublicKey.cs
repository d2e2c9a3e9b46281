using System.Buffers;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net;

/// <summary>A peer's public key, with the protobuf form that its <see cref="PeerId"/> is the hash of.</summary>
/// <remarks>
/// Source: libp2p/specs peer-ids. The message is <c>{ KeyType Type = 1; bytes Data = 2; }</c>, encoded deterministically:
/// both fields in order, minimal varints.
/// </remarks>
public sealed class PeerPublicKey : IEquatable<PeerPublicKey>
{
    /// <summary>The longest key data that is accepted, in bytes: an RSA-8192 key and its wrapping still fit.</summary>
    public const int MaxDataLength = 4096;

    private readonly byte[] _encoded;
    private readonly int _dataOffset;

    /// <summary>Makes a key from its type and raw bytes.</summary>
    /// <param name="type">The kind of key.</param>
    /// <param name="data">The raw key: 1952 bytes for ML-DSA-65, 32 bytes for Ed25519. Copied.</param>
    /// <exception cref="ArgumentException">The type is unknown, or the length does not fit it.</exception>
    public PeerPublicKey(PeerKeyType type, ReadOnlySpan<byte> data)
    {
        if (!Enum.IsDefined(type))
        {
            throw new ArgumentException($"{type} is no kind of key.", nameof(type));
        }

        if (data.IsEmpty || data.Length > MaxDataLength || (LengthOf(type) is int length && length != data.Length))
        {
            throw new ArgumentException($"A key of type {type} cannot be {data.Length} bytes long.", nameof(data));
        }

        Type = type;
        _dataOffset = 3 + UnsignedVarint.GetLength((ulong)data.Length);
        _encoded = new byte[_dataOffset + data.Length];
        _encoded[0] = 0x08;
        _encoded[1] = (byte)type;
        _encoded[2] = 0x12;
        UnsignedVarint.Write(_encoded.AsSpan(3), (ulong)data.Length);
        data.CopyTo(_encoded.AsSpan(_dataOffset));
        PeerId = PeerId.FromEncodedPublicKey(_encoded);
    }

    /// <summary>The kind of key.</summary>
    public PeerKeyType Type { get; }

    /// <summary>The raw key bytes.</summary>
    public ReadOnlyMemory<byte> Data => _encoded.AsMemory(_dataOffset);

    /// <summary>The deterministic protobuf encoding.</summary>
    public ReadOnlyMemory<byte> Encoded => _encoded;

    /// <summary>The id that commits to this key.</summary>
    public PeerId PeerId { get; }

    /// <summary>Whether the key withstands a quantum computer.</summary>
    public bool IsPostQuantum => Type == PeerKeyType.MlDsa65;

    /// <summary>Reads the protobuf form.</summary>
    /// <param name="encoded">The whole message.</param>
    /// <param name="key">The key, when the result is true.</param>
    /// <returns>False when the bytes are not one deterministic encoding of a key of a known type.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PeerPublicKey? key)
    {
        key = null;
        if (encoded.Length < 4 || encoded[0] != 0x08 || encoded[1] > (byte)PeerKeyType.MlDsa65 || encoded[2] != 0x12)
        {
            return false;
        }

        PeerKeyType type = (PeerKeyType)encoded[1];
        ReadOnlySpan<byte> rest = encoded[3..];
        if (UnsignedVarint.Read(rest, out ulong length, out int read) != OperationStatus.Done
            || length == 0
            || length > MaxDataLength
            || (int)length != rest.Length - read
            || (LengthOf(type) is int expected && expected != (int)length))
        {
            return false;
        }

        key = new PeerPublicKey(type, rest[read..]);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(PeerPublicKey? other) => other is not null && _encoded.AsSpan().SequenceEqual(other._encoded);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PeerPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => PeerId.GetHashCode();

    /// <summary>The type and the id; never the key.</summary>
    public override string ToString() => $"{Type}:{PeerId}";

    private static int? LengthOf(PeerKeyType type) => type switch
    {
        PeerKeyType.MlDsa65 => 1952,
        PeerKeyType.Ed25519 => 32,
        PeerKeyType.Secp256k1 => 33,
        _ => null,
    };
}
