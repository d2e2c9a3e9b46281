namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>What a hop is to do with a packet.</summary>
internal enum HopAction : byte
{
    /// <summary>Send it to the next hop after a delay.</summary>
    Forward = 1,

    /// <summary>It is for this node.</summary>
    Deliver = 2,

    /// <summary>It answers a message of this node's, by a reply block that it made.</summary>
    Reply = 3,
}
