using System.Collections.Immutable;
using System.Text;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>A domain name: labels of any bytes, compared without regard to the case of ASCII letters.</summary>
/// <remarks>Source: RFC 1035 section 3.1, RFC 6762 section 16 (UTF-8 labels, ASCII case folding).</remarks>
internal sealed class DnsName : IEquatable<DnsName>, IComparable<DnsName>
{
    /// <summary>The longest name on the wire, lengths and the closing zero included, in bytes (RFC 1035).</summary>
    public const int MaxLength = 255;

    /// <summary>The longest label, in bytes (RFC 1035).</summary>
    public const int MaxLabelLength = 63;

    private readonly string _key;

    private DnsName(ImmutableArray<string> labels)
    {
        Labels = labels;
        _key = KeyOf(labels, 0);
    }

    /// <summary>The labels, each byte of them one character (Latin-1), so that any bytes survive.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>Reads dotted text; a dot cannot be part of a label here.</summary>
    /// <exception cref="FormatException">A label or the name is empty or too long.</exception>
    public static DnsName Parse(string text) =>
        TryCreate([.. text.TrimEnd('.').Split('.').Select(ToLatin1)], out DnsName? name)
            ? name!
            : throw new FormatException($"'{text}' is not a domain name.");

    public static bool TryCreate(ImmutableArray<string> labels, out DnsName? name)
    {
        bool fits = labels.All(label => label.Length is > 0 and <= MaxLabelLength)
            && labels.Sum(label => label.Length + 1) + 1 <= MaxLength;
        name = fits ? new DnsName(labels) : null;
        return fits;
    }

    /// <summary>The name with a label before it.</summary>
    public DnsName Prepend(string label) => TryCreate(Labels.Insert(0, ToLatin1(label)), out DnsName? name)
        ? name!
        : throw new FormatException($"'{label}.{this}' is not a domain name.");

    /// <summary>Whether the name is one label under another.</summary>
    public bool IsChildOf(DnsName parent) =>
        Labels.Length == parent.Labels.Length + 1 && KeyOf(Labels, 1) == parent._key;

    /// <summary>What equal names share, from the label at an index on; every label keeps its length, so it is unambiguous.</summary>
    public static string KeyOf(ImmutableArray<string> labels, int from)
    {
        StringBuilder key = new();
        for (int index = from; index < labels.Length; index++)
        {
            key.Append((char)labels[index].Length);
            foreach (char symbol in labels[index])
            {
                key.Append(char.IsAsciiLetterUpper(symbol) ? char.ToLowerInvariant(symbol) : symbol);
            }
        }

        return key.ToString();
    }

    public bool Equals(DnsName? other) => other is not null && string.Equals(_key, other._key, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as DnsName);

    /// <summary>FNV-1a of the folded name: the same in every process.</summary>
    public override int GetHashCode()
    {
        uint hash = 2166136261;
        foreach (char symbol in _key)
        {
            hash = (hash ^ symbol) * 16777619;
        }

        return (int)hash;
    }

    public int CompareTo(DnsName? other) => string.CompareOrdinal(_key, other?._key);

    /// <summary>Dotted, printable characters alone: a name of the network may end up on a terminal.</summary>
    public override string ToString() => string.Join('.', Labels.Select(label => string.Concat(
        label.Select(symbol => symbol is > ' ' and <= '~' && symbol != '.' ? symbol : '?'))));

    private static string ToLatin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
