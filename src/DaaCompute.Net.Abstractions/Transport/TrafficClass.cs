namespace DaaCompute.Net.Transport;

/// <summary>What a stream carries, for sharing a link's bandwidth.</summary>
public enum TrafficClass
{
    /// <summary>Model parameters and shards.</summary>
    ModelSync,

    /// <summary>Gradients.</summary>
    Gradients,

    /// <summary>Votes and vertices.</summary>
    Consensus,

    /// <summary>Monitoring.</summary>
    Telemetry,

    /// <summary>Everything that keeps the network together.</summary>
    Control,
}
