using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>The head of an HTTP/1.1 message: its start line and its fields.</summary>
/// <remarks>Source: RFC 9112. What that lets a recipient refuse is refused: bare newlines, folded lines, spaces in names.</remarks>
internal sealed class HttpHead
{
    /// <summary>The longest head, in bytes: Kestrel's limit for a request line, and more than any browser sends here.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>The most fields; browsers send about twenty.</summary>
    private const int MaxFields = 64;

    private readonly List<(string Name, string Value)> _fields = [];

    private HttpHead(string startLine) => StartLine = startLine;

    /// <summary>The request or status line.</summary>
    public string StartLine { get; }

    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <summary>How many bytes the head takes, its empty line included; -1 when they end inside it.</summary>
    public static int LengthIn(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf(End);
        return end < 0 ? -1 : end + End.Length;
    }

    /// <summary>Reads a whole head, its empty line included.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out HttpHead? head)
    {
        head = null;
        if (bytes.Length > MaxLength || LengthIn(bytes) != bytes.Length || bytes.Count("\r\n"u8) > MaxFields + 2)
        {
            return false;
        }

        string[] lines = Encoding.Latin1.GetString(bytes[..^End.Length]).Split("\r\n");
        if (lines.Any(line => line.Any(IsForbidden)))
        {
            return false;
        }

        HttpHead parsed = new(lines[0]);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).Contains(' '))
            {
                return false;
            }

            parsed._fields.Add((line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        head = parsed;
        return true;
    }

    /// <summary>Whether there is such a field.</summary>
    public bool Has(string name) => Values(name).Any();

    /// <summary>The value of a field that there is once, or null.</summary>
    public string? Single(string name) => Values(name).Take(2).ToArray() is [string value] ? value : null;

    /// <summary>Whether a field lists a token, in whatever case.</summary>
    public bool Lists(string name, string token) => Values(name)
        .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))
        .Contains(token, StringComparer.OrdinalIgnoreCase);

    private static bool IsForbidden(char symbol) => symbol is (< ' ' and not '\t') or '\x7F';

    private IEnumerable<string> Values(string name) =>
        _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);
}
