using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net;

/// <summary>
/// The name of a peer: a multihash of its encoded public key, so that whoever proves the key proves the name.
/// </summary>
/// <remarks>
/// Keys whose encoding is longer than 42 bytes (ML-DSA-65 is) are named by their SHA-256; shorter ones (Ed25519) by the
/// identity multihash. The text form is base58btc; the CID form (base32, codec libp2p-key) is read as well.
/// Source: libp2p/specs peer-ids.
/// </remarks>
public sealed class PeerId : IEquatable<PeerId>, IComparable<PeerId>, IParsable<PeerId>
{
    private const int MaxInlineKeyLength = 42;
    private const byte IdentityCode = 0x00;
    private const byte Sha256Code = 0x12;

    private readonly byte[] _multihash;
    private string? _text;

    private PeerId(byte[] multihash) => _multihash = multihash;

    /// <summary>The multihash: code, length, digest. 34 bytes for SHA-256, 38 for an inlined Ed25519 key.</summary>
    public ReadOnlyMemory<byte> Bytes => _multihash;

    /// <summary>Names the holder of an encoded public key.</summary>
    /// <param name="encodedPublicKey">The deterministic protobuf encoding of the key.</param>
    public static PeerId FromEncodedPublicKey(ReadOnlySpan<byte> encodedPublicKey)
    {
        if (encodedPublicKey.Length <= MaxInlineKeyLength)
        {
            return new PeerId([IdentityCode, (byte)encodedPublicKey.Length, .. encodedPublicKey]);
        }

        byte[] multihash = new byte[2 + SHA256.HashSizeInBytes];
        multihash[0] = Sha256Code;
        multihash[1] = SHA256.HashSizeInBytes;
        SHA256.HashData(encodedPublicKey, multihash.AsSpan(2));
        return new PeerId(multihash);
    }

    /// <summary>Reads the multihash form.</summary>
    /// <param name="multihash">Exactly one multihash.</param>
    /// <param name="peerId">The id, when the result is true.</param>
    public static bool TryFromBytes(ReadOnlySpan<byte> multihash, [NotNullWhen(true)] out PeerId? peerId)
    {
        bool valid = multihash.Length >= 2
            && multihash.Length == multihash[1] + 2
            && ((multihash[0] == Sha256Code && multihash[1] == SHA256.HashSizeInBytes)
                || (multihash[0] == IdentityCode && multihash[1] is >= 4 and <= MaxInlineKeyLength));
        peerId = valid ? new PeerId(multihash.ToArray()) : null;
        return valid;
    }

    /// <summary>The public key, when the id carries it inline (identity multihash); otherwise null.</summary>
    public PeerPublicKey? InlinePublicKey =>
        _multihash[0] == IdentityCode && PeerPublicKey.TryDecode(_multihash.AsSpan(2), out PeerPublicKey? key) ? key : null;

    /// <summary>Reads the text form.</summary>
    /// <param name="text">Base58btc (<c>Qm…</c>, <c>12D3…</c>) or a base32 CID (<c>bafz…</c>).</param>
    /// <returns>The id.</returns>
    /// <exception cref="FormatException">The text is not a peer id.</exception>
    public static PeerId Parse(string text) => Parse(text, provider: null);

    /// <inheritdoc/>
    public static PeerId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out PeerId? peerId) ? peerId : throw new FormatException($"'{s}' is not a peer id.");

    /// <summary>Reads the text form, or says that it is none.</summary>
    /// <param name="text">Base58btc or a base32 CID.</param>
    /// <param name="peerId">The id, when the result is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PeerId? peerId) =>
        TryParse(text, provider: null, out peerId);

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out PeerId result)
    {
        result = null;
        if (string.IsNullOrEmpty(s))
        {
            return false;
        }

        // A CIDv1 in base32 starts with 'b'; base58btc multihashes of ours start with 'Qm' or '1'.
        if (s[0] == 'b' && Base32.TryDecode(s.AsSpan(1), out byte[] cid))
        {
            return cid.Length > 2 && cid[0] == 0x01 && cid[1] == 0x72 && TryFromBytes(cid.AsSpan(2), out result);
        }

        return Base58.TryDecode(s, out byte[] bytes) && TryFromBytes(bytes, out result);
    }

    /// <inheritdoc/>
    public bool Equals(PeerId? other) => other is not null && _multihash.AsSpan().SequenceEqual(other._multihash);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PeerId);

    /// <summary>Four bytes of the digest: the same in every process, so that a replayed run keeps its order.</summary>
    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(_multihash.AsSpan(_multihash.Length - 4));

    /// <summary>Orders ids by their bytes.</summary>
    /// <param name="other">Another id; null sorts first.</param>
    public int CompareTo(PeerId? other) => other is null ? 1 : _multihash.AsSpan().SequenceCompareTo(other._multihash);

    /// <summary>The base58btc text form.</summary>
    public override string ToString() => _text ??= Base58.Encode(_multihash);

    /// <summary>Equality of the bytes.</summary>
    public static bool operator ==(PeerId? left, PeerId? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality of the bytes.</summary>
    public static bool operator !=(PeerId? left, PeerId? right) => !(left == right);

    /// <summary>Order of the bytes.</summary>
    public static bool operator <(PeerId? left, PeerId? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    /// <summary>Order of the bytes.</summary>
    public static bool operator <=(PeerId? left, PeerId? right) => left is null || left.CompareTo(right) <= 0;

    /// <summary>Order of the bytes.</summary>
    public static bool operator >(PeerId? left, PeerId? right) => right < left;

    /// <summary>Order of the bytes.</summary>
    public static bool operator >=(PeerId? left, PeerId? right) => right <= left;
}
