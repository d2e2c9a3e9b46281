namespace DaaCompute.Net.Onion;

/// <summary>How one message is sent.</summary>
public sealed record OnionSendOptions
{
    /// <summary>Relays between sender and recipient.</summary>
    /// <value>1 to 3; default 3 (the specification's route).</value>
    public int HopCount { get; init; } = 3;

    /// <summary>Whether the recipient may answer.</summary>
    /// <value>Default false: a reply block takes room in the packet.</value>
    public bool AllowReply { get; init; }
}
