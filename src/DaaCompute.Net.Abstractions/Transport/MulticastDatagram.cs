using System.Net;

namespace DaaCompute.Net.Transport;

/// <summary>A datagram that came in over a link.</summary>
/// <param name="Length">How many bytes of the buffer it fills.</param>
/// <param name="Source">Who sent it.</param>
/// <param name="IsOnLink">Whether the sender's address is of the link itself (RFC 6762, section 11); others are not believed.</param>
/// <param name="IsOwnMachine">Whether the sender's address is one of this machine.</param>
public readonly record struct MulticastDatagram(int Length, IPEndPoint Source, bool IsOnLink, bool IsOwnMachine);
