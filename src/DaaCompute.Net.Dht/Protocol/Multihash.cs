using System.Buffers;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>The form of a provider record's key.</summary>
internal static class Multihash
{
    /// <summary>go-libp2p-kad-dht refuses longer keys; a 512-bit digest takes 66 bytes.</summary>
    public const int MaxLength = 80;

    /// <summary>Whether bytes are one multihash: code, length, as many bytes.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= MaxLength
        && UnsignedVarint.Read(bytes, out _, out int code) == OperationStatus.Done
        && UnsignedVarint.Read(bytes[code..], out ulong length, out int prefix) == OperationStatus.Done
        && length > 0
        && length == (ulong)(bytes.Length - code - prefix);
}
