namespace DaaCompute.Net.Onion.Protocol.Fragments;

/// <summary>What became of a cell.</summary>
internal enum FragmentOutcome
{
    /// <summary>Kept; more are needed.</summary>
    Accepted,

    /// <summary>The last one needed: the message is whole.</summary>
    Completed,

    /// <summary>Not a well-formed fragment of a message.</summary>
    Malformed,

    /// <summary>Not needed: there already, of a group that is whole, or of a message that is over.</summary>
    Duplicate,

    /// <summary>Another content under an index that is there; the first one stays.</summary>
    Conflicting,

    /// <summary>Contradicts the message's other headers.</summary>
    Inconsistent,

    /// <summary>The message is larger than is taken, or there is no room.</summary>
    Refused,
}
