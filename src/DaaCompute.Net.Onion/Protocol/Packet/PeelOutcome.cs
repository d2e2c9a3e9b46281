namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>What became of a packet at a hop.</summary>
internal enum PeelOutcome
{
    /// <summary>It is to go on.</summary>
    Forward = 0,

    /// <summary>It is for this node, and whole.</summary>
    Deliver,

    /// <summary>It is an answer to this node; only who made the reply block can read it.</summary>
    Reply,

    /// <summary>Another version or size, or reserved bytes in use.</summary>
    Malformed,

    /// <summary>No key of that epoch is held.</summary>
    UnknownEpoch,

    /// <summary>The header is not what its sender made.</summary>
    Forged,

    /// <summary>It was here before, or too many were for this to be known.</summary>
    Replayed,

    /// <summary>It is for this node, but somebody changed the payload.</summary>
    Tampered,
}
