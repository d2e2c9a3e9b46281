namespace DaaCompute.Net.Transport;

/// <summary>Two peers could not agree on a secure connection.</summary>
public sealed class HandshakeException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="error">Which check failed.</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause, or null.</param>
    public HandshakeException(HandshakeError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>Which check failed.</summary>
    public HandshakeError Error { get; }
}
