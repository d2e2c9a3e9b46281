namespace DaaCompute.Net.Topology.State;

/// <summary>Whether a change keeps the invariants, and which it breaks.</summary>
internal enum ChangeVerdict
{
    Valid,

    /// <summary>A region or a round trip beyond its bound, a link of a node to itself, an unknown role.</summary>
    Malformed,

    /// <summary>Its last height is over.</summary>
    Expired,

    /// <summary>Its last height is further away than the window: its number could not be remembered for so long.</summary>
    TooFarAhead,

    /// <summary>Its number is not the subject's next: a rival was first, or it was applied before.</summary>
    WrongSequence,

    /// <summary>One of those who have to sign did not.</summary>
    NotSigned,

    /// <summary>A node that it names is no member.</summary>
    NotAMember,

    /// <summary>The link is down already.</summary>
    NoSuchLink,

    /// <summary>The state remembers as many nodes as it may.</summary>
    TooManyNodes,

    /// <summary>One end has as many links as it may.</summary>
    TooManyLinks,
}
