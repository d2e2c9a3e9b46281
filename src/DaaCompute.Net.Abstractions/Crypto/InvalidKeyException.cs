namespace DaaCompute.Net.Crypto;

/// <summary>A key from outside fails the checks of its standard.</summary>
public sealed class InvalidKeyException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Which check failed.</param>
    /// <param name="innerException">The cause, or null.</param>
    public InvalidKeyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
