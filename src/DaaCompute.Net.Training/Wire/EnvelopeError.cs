namespace DaaCompute.Net.Training.Wire;

/// <summary>Why a training message was refused.</summary>
internal enum EnvelopeError
{
    /// <summary>It was not refused.</summary>
    None = 0,

    /// <summary>The bytes are no training message, or its signature does not stand last.</summary>
    Malformed,

    /// <summary>The message is longer than a control frame may be.</summary>
    TooLong,

    /// <summary>The signature is not the sender's.</summary>
    WrongSignature,

    /// <summary>The sender's clock and this node's differ too much.</summary>
    ClockSkew,
}
