namespace DaaCompute.Net.Consensus;

/// <summary>Final proposals that were asked for are no longer kept here.</summary>
public sealed class ProposalsPrunedException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is missing, and the setting that keeps more.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ProposalsPrunedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
