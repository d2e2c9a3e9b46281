namespace DaaCompute.Net.Transport;

/// <summary>The peer does not speak the protocol that was asked for.</summary>
public sealed class ProtocolNotSupportedException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="protocol">The protocol.</param>
    public ProtocolNotSupportedException(PeerId peer, ProtocolId protocol)
        : base($"Peer {peer} does not speak {protocol}.") => Protocol = protocol;

    /// <summary>The protocol.</summary>
    public ProtocolId Protocol { get; }
}
