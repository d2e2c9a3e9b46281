namespace DaaCompute.Net.Transport.Protocol;

/// <summary>A connection, as <see cref="ConnectionStrategy"/> sees it.</summary>
/// <param name="Id">The peer.</param>
/// <param name="Role">Its role.</param>
/// <param name="Age">How long it has been connected.</param>
/// <param name="Streams">The streams open to and from it.</param>
internal sealed record ConnectedPeer(PeerId Id, NodeRole Role, TimeSpan Age, int Streams);
