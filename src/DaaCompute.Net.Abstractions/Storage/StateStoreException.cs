namespace DaaCompute.Net.Storage;

/// <summary>The medium is full, failed, or holds damaged state.</summary>
public sealed class StateStoreException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened, and what to do about it.</param>
    /// <param name="innerException">The cause, or null.</param>
    public StateStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
