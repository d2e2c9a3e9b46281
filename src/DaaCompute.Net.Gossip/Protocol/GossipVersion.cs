namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>The version of gossipsub that a peer speaks; later ones can all that earlier ones can.</summary>
internal enum GossipVersion
{
    /// <summary><c>/meshsub/1.0.0</c>: no peer exchange, no back-off on the wire.</summary>
    V10,

    /// <summary><c>/meshsub/1.1.0</c>.</summary>
    V11,

    /// <summary><c>/meshsub/1.2.0</c>: IDONTWANT.</summary>
    V12,
}
