namespace DaaCompute.Net.Training;

/// <summary>Why a member was dropped, or why an operation failed.</summary>
public enum AllReduceFailureReason
{
    /// <summary>No reason was given.</summary>
    Unknown = 0,

    /// <summary>The connection to the peer is gone.</summary>
    ConnectionLost = 1,

    /// <summary>The peer's heartbeats stopped: it is frozen, or its link is dead.</summary>
    HeartbeatLost = 2,

    /// <summary>The peer is alive but took no bytes of the operation for the chunk deadline.</summary>
    Stalled = 3,

    /// <summary>The peer left.</summary>
    Left = 4,

    /// <summary>The peer was never reached.</summary>
    Unreachable = 5,

    /// <summary>The contribution holds NaN or an infinity.</summary>
    NonFinite = 6,

    /// <summary>Adding the contribution made the result overflow.</summary>
    Overflow = 7,

    /// <summary>The contribution has another length.</summary>
    WrongLength = 8,

    /// <summary>The contribution has another element type or asks for another operation.</summary>
    WrongType = 9,

    /// <summary>The contribution belongs to another round.</summary>
    WrongRound = 10,

    /// <summary>The peer broke the protocol's rules.</summary>
    ProtocolViolation = 11,

    /// <summary>The peer's result has other bits than the majority's.</summary>
    DigestMismatch = 12,

    /// <summary>The others went on without this node.</summary>
    Excluded = 13,

    /// <summary>Fewer members are left than the minimum.</summary>
    TooFewMembers = 14,

    /// <summary>The group did not form in time.</summary>
    FormationTimedOut = 15,

    /// <summary>This node's history of operations does not fit the group's.</summary>
    Diverged = 16,
}
