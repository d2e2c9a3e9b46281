namespace DaaCompute.Net.Storage;

/// <summary>The medium is full, failed, or holds damaged state.</summary>
public sealed class StateStoreException : DaaComputeException
{
    /// <summary>Makes one for a medium that failed.</summary>
    /// <param name="message">What happened, and what to do about it.</param>
    /// <param name="innerException">The cause, or null.</param>
    public StateStoreException(string message, Exception? innerException = null)
        : this(StateStoreError.Failed, message, innerException)
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="error">Why.</param>
    /// <param name="message">What happened, and what to do about it.</param>
    /// <param name="innerException">The cause, or null.</param>
    public StateStoreException(StateStoreError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>Why.</summary>
    public StateStoreError Error { get; }
}
