namespace DaaCompute.Net.Crypto;

/// <summary>
/// The second name of a node whose host allows classical peers: the Ed25519 identity that they know it by. Not registered
/// where the host does not.
/// </summary>
/// <remarks>
/// A peer knows this node by one name only: by the alias where <c>IPeerConnection.IsPostQuantum</c> is false, by
/// <see cref="INodeIdentity"/> otherwise. What is told to a classical peer about this node is told in the alias's name.
/// </remarks>
public interface IClassicalAlias
{
    /// <summary>The Ed25519 identity.</summary>
    INodeIdentity Identity { get; }

    /// <summary>Envelopes that are signed in the alias's name; they open as any other.</summary>
    ISignedEnvelopes Envelopes { get; }

    /// <summary>The security protocols for classical peers, best first; offered after the post-quantum ones.</summary>
    IReadOnlyList<ISecureChannelFactory> Channels { get; }
}
