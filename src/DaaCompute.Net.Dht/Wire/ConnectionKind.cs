namespace DaaCompute.Net.Dht.Wire;

/// <summary>What a peer says of its connection to another; numbered as on the wire. Told, never relied on.</summary>
internal enum ConnectionKind
{
    NotConnected = 0,
    Connected = 1,
    CanConnect = 2,
    CannotConnect = 3,
}
