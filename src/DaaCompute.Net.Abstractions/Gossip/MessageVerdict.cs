namespace DaaCompute.Net.Gossip;

/// <summary>What a validator decides about a message.</summary>
public enum MessageVerdict
{
    /// <summary>Deliver and forward it.</summary>
    Accept,

    /// <summary>Drop it, and hold it against whoever delivered it.</summary>
    Reject,

    /// <summary>Drop it without blame.</summary>
    Ignore,
}
