namespace DaaCompute.Net;

/// <summary>What the failure detector believes of a peer.</summary>
public enum PeerStatus
{
    /// <summary>Nothing is known yet.</summary>
    Unknown = 0,

    /// <summary>Heard from recently.</summary>
    Healthy = 1,

    /// <summary>Silent for longer than usual; not given up.</summary>
    Suspected = 2,

    /// <summary>Given up: its links are closed and others are told.</summary>
    Failed = 3,
}
