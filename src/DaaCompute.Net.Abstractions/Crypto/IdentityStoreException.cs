namespace DaaCompute.Net.Crypto;

/// <summary>The stored identity cannot be used; the message says why and names the fix.</summary>
public sealed class IdentityStoreException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Why, and the command or setting that fixes it.</param>
    /// <param name="innerException">The cause, or null.</param>
    public IdentityStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
