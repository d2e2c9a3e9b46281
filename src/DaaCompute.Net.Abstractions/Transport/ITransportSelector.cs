namespace DaaCompute.Net.Transport;

/// <summary>Decides by which transports a peer is dialled first.</summary>
public interface ITransportSelector
{
    /// <summary>Orders the transports for a peer.</summary>
    /// <param name="local">This node.</param>
    /// <param name="peer">The peer: its role, capabilities and addresses, as far as they are known.</param>
    /// <returns>The transports' names (<see cref="ITransport.Name"/>), best first; those left out are tried last.</returns>
    IReadOnlyList<string> Order(PeerInfo local, PeerInfo peer);
}
