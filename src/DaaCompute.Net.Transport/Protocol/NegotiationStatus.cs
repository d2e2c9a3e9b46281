namespace DaaCompute.Net.Transport.Protocol;

/// <summary>How far a negotiation has come.</summary>
internal enum NegotiationStatus
{
    /// <summary>The other side's next line decides.</summary>
    Pending,

    /// <summary>A protocol is agreed.</summary>
    Agreed,

    /// <summary>Nothing offered is spoken by the other side.</summary>
    Refused,
}
