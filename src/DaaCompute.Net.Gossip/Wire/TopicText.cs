using System.Diagnostics.CodeAnalysis;
using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Gossip.Wire;

/// <summary>Topics as they are named on the wire.</summary>
internal static class TopicText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a name survives the way through UTF-8: a lone surrogate would not.</summary>
    public static bool IsValid(string name)
    {
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && !name.Contains('\uFFFD', StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the current field as a topic's name.</summary>
    public static bool TryRead(ProtobufReader field, [NotNullWhen(true)] out string? topic)
    {
        topic = null;
        ReadOnlySpan<byte> bytes = field.Bytes;
        if (field.WireType != ProtobufWireType.LengthDelimited
            || bytes.IsEmpty
            || bytes.Length > Strict.GetMaxByteCount(Topic.MaxLength)
            || !System.Text.Unicode.Utf8.IsValid(bytes)
            || Strict.GetCharCount(bytes) > Topic.MaxLength)
        {
            return false;
        }

        topic = Strict.GetString(bytes);
        return true;
    }
}
