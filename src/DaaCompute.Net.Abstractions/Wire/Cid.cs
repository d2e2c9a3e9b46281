using System.Buffers;

namespace DaaCompute.Net.Wire;

/// <summary>The text of content identifiers, as far as a DHT needs it: the multihash within.</summary>
/// <remarks>Source: multiformats/cid, multiformats/multihash.</remarks>
internal static class Cid
{
    private const int Version0Length = 34;

    /// <summary>Reads a CID of version 0 (base58btc) or 1 (base32), or a bare multihash in hexadecimal.</summary>
    public static bool TryReadMultihash(ReadOnlySpan<char> text, out byte[] multihash)
    {
        if (text.StartsWith("Qm", StringComparison.Ordinal) && Base58.TryDecode(text, out multihash))
        {
            return multihash.Length == Version0Length && IsMultihash(multihash);
        }

        if (text is ['b', .. { } encoded] && Base32.TryDecode(encoded, out byte[] cid) && TryReadVersion1(cid, out multihash))
        {
            return true;
        }

        multihash = [];
        if (text.Length % 2 != 0 || text.ContainsAnyExcept(SearchValues.Create("0123456789abcdefABCDEF")))
        {
            return false;
        }

        multihash = Convert.FromHexString(text);
        return IsMultihash(multihash);
    }

    /// <summary>The version, the code of the content's encoding, then the multihash.</summary>
    private static bool TryReadVersion1(byte[] cid, out byte[] multihash)
    {
        multihash = [];
        if (cid.Length < 2 || cid[0] != 1 || UnsignedVarint.Read(cid.AsSpan(1), out _, out int read) != OperationStatus.Done)
        {
            return false;
        }

        multihash = cid[(1 + read)..];
        return IsMultihash(multihash);
    }

    private static bool IsMultihash(ReadOnlySpan<byte> bytes) =>
        UnsignedVarint.Read(bytes, out _, out int code) == OperationStatus.Done
        && UnsignedVarint.Read(bytes[code..], out ulong length, out int prefix) == OperationStatus.Done
        && length > 0
        && length == (ulong)(bytes.Length - code - prefix);
}
