namespace DaaCompute.Net.Sim.Scenarios.Dht;

/// <summary>What a DHT has to bear.</summary>
internal enum DhtTrial
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A fifth of its nodes answer with each other and drop what they are given.</summary>
    Sybil,

    /// <summary>Three in ten nodes an hour die, and come back later.</summary>
    Churn,
}
