namespace DaaCompute.Net.Topology.Wire;

/// <summary>Why a node does not sign; numbered as on the wire.</summary>
internal enum EndorsementRefusal
{
    /// <summary>It does sign.</summary>
    None = 0,

    /// <summary>A reason that this version does not know.</summary>
    Unspecified = 1,

    /// <summary>The request is none.</summary>
    Malformed = 2,

    /// <summary>By its own state the change is not valid now.</summary>
    Invalid = 3,

    /// <summary>What is claimed is not what it sees: there is no such link, or the node is there.</summary>
    NotObserved = 4,

    /// <summary>It was asked too often.</summary>
    Busy = 5,
}
