namespace DaaCompute.Net.Serialization;

/// <summary>A payload is not what its topic or stream carries.</summary>
public sealed class PayloadException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong with it.</param>
    /// <param name="innerException">The cause, or null.</param>
    public PayloadException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
