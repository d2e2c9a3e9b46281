namespace DaaCompute.Net;

/// <summary>What a node is able to do, apart from the role it plays.</summary>
[Flags]
public enum NodeCapabilities
{
    /// <summary>Nothing beyond the protocols every node speaks.</summary>
    None = 0,

    /// <summary>Accepts inbound connections from anywhere.</summary>
    PubliclyReachable = 1,

    /// <summary>Runs inside a browser: it cannot listen on a socket.</summary>
    Browser = 2,

    /// <summary>Speaks QUIC.</summary>
    Quic = 4,

    /// <summary>Speaks WebRTC data channels.</summary>
    WebRtc = 8,

    /// <summary>Relays for others.</summary>
    Relay = 16,

    /// <summary>Has an accelerator to train on.</summary>
    Accelerator = 32,
}
