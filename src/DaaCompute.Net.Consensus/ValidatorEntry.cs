namespace DaaCompute.Net.Consensus;

/// <summary>A validator as configuration names it.</summary>
public sealed class ValidatorEntry
{
    /// <summary>Its peer id.</summary>
    /// <value>Default empty, which is refused.</value>
    public string Id { get; set; } = "";

    /// <summary>How much its vote counts.</summary>
    /// <value>Default 1; from 1.</value>
    public long Weight { get; set; } = 1;
}
