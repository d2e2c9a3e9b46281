namespace DaaCompute.Net.Transport.Wire;

/// <summary>What a rendezvous point answers. Source: libp2p/specs rendezvous.</summary>
internal enum RendezvousStatus
{
    Ok = 0,
    InvalidNamespace = 100,
    InvalidSignedPeerRecord = 101,
    InvalidTimeToLive = 102,
    InvalidCookie = 103,
    NotAuthorized = 200,
    InternalError = 300,
    Unavailable = 400,
}
