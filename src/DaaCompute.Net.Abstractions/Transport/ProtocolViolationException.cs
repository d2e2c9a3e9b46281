namespace DaaCompute.Net.Transport;

/// <summary>The remote peer broke a protocol's rules; its connection or stream is closed.</summary>
public sealed class ProtocolViolationException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Which rule.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ProtocolViolationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
