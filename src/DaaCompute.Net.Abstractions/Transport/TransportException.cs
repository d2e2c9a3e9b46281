namespace DaaCompute.Net.Transport;

/// <summary>An address could not be listened on or reached, or a connection broke.</summary>
public sealed class TransportException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened, with the address.</param>
    /// <param name="innerException">The cause, or null.</param>
    public TransportException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
