namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>What a frame for a peer holds, which decides what gives way when the peer is slow.</summary>
internal enum FrameKind
{
    /// <summary>Control messages and subscriptions.</summary>
    Control,

    /// <summary>A message of this node.</summary>
    Own,

    /// <summary>A message of another.</summary>
    Forwarded,
}
