namespace DaaCompute.Net.Transport.Protocol;

/// <summary>How this node came to know an address of a peer.</summary>
internal enum AddressSource
{
    /// <summary>The peer said so.</summary>
    Told = 0,

    /// <summary>The peer said so and signed it.</summary>
    Signed = 1,

    /// <summary>This node dialled it and found the peer there.</summary>
    Dialled = 2,
}
