namespace DaaCompute.Net;

/// <summary>What went wrong in the world outside: the base of every exception that is not the caller's mistake.</summary>
public abstract class DaaComputeException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened, and what to do about it.</param>
    /// <param name="innerException">The cause, or null.</param>
    protected DaaComputeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
