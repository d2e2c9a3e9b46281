namespace DaaCompute.Net.Dht.Wire;

/// <summary>What a message asks, or answers; numbered as on the wire.</summary>
internal enum KademliaMessageType
{
    PutValue = 0,
    GetValue = 1,
    AddProvider = 2,
    GetProviders = 3,
    FindNode = 4,
    Ping = 5,
}
