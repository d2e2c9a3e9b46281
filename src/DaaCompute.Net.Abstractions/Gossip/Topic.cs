namespace DaaCompute.Net.Gossip;

/// <summary>The name of a publish/subscribe topic, such as <c>/daa-compute/checkpoints</c>.</summary>
public readonly record struct Topic
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 256;

    private readonly string? _name;

    /// <summary>Makes a topic.</summary>
    /// <param name="name">1 to <see cref="MaxLength"/> characters.</param>
    /// <exception cref="ArgumentException">The length is out of range.</exception>
    public Topic(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxLength)
        {
            throw new ArgumentException($"A topic has at most {MaxLength} characters, not {name.Length}.", nameof(name));
        }

        _name = name;
    }

    /// <summary>The name.</summary>
    public string Name => _name ?? throw new InvalidOperationException("This topic was never set.");

    /// <summary>The name.</summary>
    public override string ToString() => _name ?? string.Empty;
}
