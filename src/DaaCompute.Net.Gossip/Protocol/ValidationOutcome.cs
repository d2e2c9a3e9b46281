namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>What came of a message's validation.</summary>
internal enum ValidationOutcome
{
    /// <summary>Deliver and forward it.</summary>
    Accepted,

    /// <summary>It breaks the topic's signature policy: a forgery, or nonsense.</summary>
    Forged,

    /// <summary>A validator of the host rejects it.</summary>
    Rejected,

    /// <summary>A validator of the host drops it without blame.</summary>
    Ignored,

    /// <summary>Too much is being validated already; another copy may have better luck.</summary>
    Throttled,
}
