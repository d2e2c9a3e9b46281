namespace DaaCompute.Net.Simulation;

/// <summary>What tells one run of a scenario from another. With these equal, so are the runs.</summary>
public sealed class SimulationOptions
{
    /// <summary>The seed of everything that chance decides.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; set; } = 1;

    /// <summary>The number of nodes; null to have it drawn from the seed.</summary>
    /// <value>Default null.</value>
    public int? Nodes { get; set; }

    /// <summary>The fewest nodes that are drawn.</summary>
    /// <value>Default 7.</value>
    public int MinimumNodes { get; set; } = 7;

    /// <summary>The most nodes that are drawn.</summary>
    /// <value>Default 25.</value>
    public int MaximumNodes { get; set; } = 25;

    /// <summary>The virtual time within which the scenario must end.</summary>
    /// <value>Default 60 minutes.</value>
    public TimeSpan Limit { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>Whether nodes use real keys and signatures instead of cheap imitations.</summary>
    /// <value>Default false.</value>
    public bool UseRealCryptography { get; set; }

    /// <summary>Told what the scenario does and what the nodes log, as it happens. It does not change the run.</summary>
    /// <value>Default null.</value>
    public Action<string>? Log { get; set; }
}
