using System.Text;

namespace DaaCompute.Net.Training;

/// <summary>The name of an all-reduce group. Whoever joins the same name reduces together.</summary>
public readonly record struct GroupId
{
    /// <summary>The longest name, in UTF-8 bytes; it travels in every message of the group.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    /// <summary>Names a group.</summary>
    /// <param name="value">1 to <see cref="MaxLength"/> bytes of UTF-8, such as <c>llama-8b/round-42</c>.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or not well-formed text.</exception>
    public GroupId(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException($"A group id is 1 to {MaxLength} bytes of well-formed text.", nameof(value));
        }

        _value = value;
    }

    /// <summary>The name.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This group id was never set.");

    /// <summary>Whether a text may name a group.</summary>
    /// <param name="value">Any text.</param>
    public static bool IsValid(string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > MaxLength)
        {
            return false;
        }

        foreach (Rune rune in value.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune))
            {
                return false;
            }
        }

        return Encoding.UTF8.GetByteCount(value) <= MaxLength;
    }

    /// <summary>The name.</summary>
    public override string ToString() => _value ?? string.Empty;
}
