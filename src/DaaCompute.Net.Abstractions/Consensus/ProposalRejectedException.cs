namespace DaaCompute.Net.Consensus;

/// <summary>A proposal breaks the rules of the state it would change.</summary>
public sealed class ProposalRejectedException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Which rule.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ProposalRejectedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
