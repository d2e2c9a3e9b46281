namespace DaaCompute.Net.Transport;

/// <summary>No address of a peer led to a connection.</summary>
public sealed class PeerUnreachableException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="peer">Whom, where known.</param>
    /// <param name="message">What was tried, and what came of each.</param>
    /// <param name="innerException">The cause, or null.</param>
    public PeerUnreachableException(PeerId? peer, string message, Exception? innerException = null)
        : base(message, innerException) => Peer = peer;

    /// <summary>Whom; null where only an address was dialled.</summary>
    public PeerId? Peer { get; }
}
