namespace DaaCompute.Net.TestKit;

/// <summary>Who leads.</summary>
public sealed class SingleLeaderOptions
{
    /// <summary>Where the leader is reached; null on the leader itself.</summary>
    /// <value>Default: null.</value>
    public Multiaddress? Leader { get; set; }
}
