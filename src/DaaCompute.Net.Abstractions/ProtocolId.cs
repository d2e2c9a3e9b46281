namespace DaaCompute.Net;

/// <summary>The name of a protocol as it is negotiated on the wire, such as <c>/ipfs/ping/1.0.0</c>.</summary>
public readonly record struct ProtocolId
{
    /// <summary>The longest id, in bytes: go-libp2p's multistream-select refuses more than 1 KiB; ours are far shorter.</summary>
    public const int MaxLength = 256;

    private readonly string? _value;

    /// <summary>Makes an id.</summary>
    /// <param name="value">A slash, then printable ASCII without white space; at most <see cref="MaxLength"/> characters.</param>
    /// <exception cref="ArgumentException">The value has another form.</exception>
    public ProtocolId(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException($"'{value}' is not a protocol id. An example: /echo/1.0.0.", nameof(value));
        }

        _value = value;
    }

    /// <summary>The text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This protocol id was never set.");

    /// <summary>Whether a text has the form of a protocol id.</summary>
    /// <param name="value">Any text.</param>
    public static bool IsValid(string? value) =>
        value is { Length: > 1 and <= MaxLength } && value[0] == '/' && !value.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>The text.</summary>
    public override string ToString() => _value ?? string.Empty;
}
