using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace DaaCompute.Net.Crypto.Identity;

/// <summary>The text of an identity's file: a line with the peer id, then the key in PEM.</summary>
/// <remarks>
/// PEM tells an encrypted key from an open one by its label, and RFC 7468 lets explanatory text stand before it: the
/// peer id there lets a damaged seed be noticed, which would otherwise quietly be another node.
/// </remarks>
internal sealed class IdentityDocument
{
    /// <summary>Room for the 5.8 KiB of OpenSSL's own form, seed and expanded key, so that its conversion can be named.</summary>
    public const int MaxLength = 16_384;

    private const string OpenLabel = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    private IdentityDocument(string? peerId, bool isEncrypted, byte[] key)
    {
        PeerIdText = peerId;
        IsEncrypted = isEncrypted;
        Key = key;
    }

    /// <summary>The peer id that the file says it holds, or null where it says nothing.</summary>
    public string? PeerIdText { get; }

    public bool IsEncrypted { get; }

    /// <summary>The DER form of the key; the caller zeroes it.</summary>
    public byte[] Key { get; }

    private static ReadOnlySpan<byte> PeerIdPrefix => "PeerId: "u8;

    /// <summary>Writes the text; the caller zeroes it.</summary>
    public static byte[] Encode(PeerId peerId, bool isEncrypted, ReadOnlySpan<byte> key)
    {
        char[] pem = PemEncoding.Write(isEncrypted ? EncryptedLabel : OpenLabel, key);
        try
        {
            byte[] text = new byte[PeerIdPrefix.Length + peerId.ToString().Length + 1 + pem.Length + 1];
            PeerIdPrefix.CopyTo(text);
            int length = PeerIdPrefix.Length;
            length += Encoding.ASCII.GetBytes(peerId.ToString(), text.AsSpan(length));
            text[length++] = (byte)'\n';
            length += Encoding.ASCII.GetBytes(pem, text.AsSpan(length));
            text[length] = (byte)'\n';
            return text;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(pem.AsSpan()));
        }
    }

    public static bool TryDecode(ReadOnlySpan<byte> text, [NotNullWhen(true)] out IdentityDocument? document)
    {
        document = null;
        if (!PemEncoding.TryFindUtf8(text, out PemFields fields))
        {
            return false;
        }

        ReadOnlySpan<byte> label = text[fields.Label];
        bool isEncrypted = label.SequenceEqual("ENCRYPTED PRIVATE KEY"u8);
        if (!isEncrypted && !label.SequenceEqual("PRIVATE KEY"u8))
        {
            return false;
        }

        byte[] key = new byte[fields.DecodedDataLength];
        if (Base64.DecodeFromUtf8(text[fields.Base64Data], key, out _, out int length) != OperationStatus.Done
            || length != key.Length)
        {
            CryptographicOperations.ZeroMemory(key);
            return false;
        }

        document = new IdentityDocument(FindPeerId(text[..fields.Location.Start.Value]), isEncrypted, key);
        return true;
    }

    private static string? FindPeerId(ReadOnlySpan<byte> preamble)
    {
        foreach (Range line in preamble.Split((byte)'\n'))
        {
            if (preamble[line].StartsWith(PeerIdPrefix))
            {
                return Encoding.ASCII.GetString(preamble[line][PeerIdPrefix.Length..]).Trim();
            }
        }

        return null;
    }
}
