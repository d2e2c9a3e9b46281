namespace DaaCompute.Net.Transport;

/// <summary>A connection or stream ended before what was asked of it was done.</summary>
public sealed class ConnectionClosedException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">How it ended.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ConnectionClosedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
