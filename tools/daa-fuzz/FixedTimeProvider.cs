namespace DaaCompute.Net.Fuzz;

/// <summary>It is always the first moment of 2030.</summary>
internal sealed class FixedTimeProvider : TimeProvider
{
    public static FixedTimeProvider Instance { get; } = new();

    public override DateTimeOffset GetUtcNow() => new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
