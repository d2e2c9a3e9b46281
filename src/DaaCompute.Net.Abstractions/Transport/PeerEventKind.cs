namespace DaaCompute.Net.Transport;

/// <summary>The kinds of <see cref="PeerEvent"/>.</summary>
public enum PeerEventKind
{
    /// <summary>A connection is up.</summary>
    Connected,

    /// <summary>The peer has said what it is; <see cref="IPeerConnection.RemotePeer"/> is filled in.</summary>
    Identified,

    /// <summary>The connection is gone.</summary>
    Disconnected,
}
