namespace DaaCompute.Net.Transport.Wire;

/// <summary>What is asked for.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type, or <see cref="DnsType.Any"/>.</param>
/// <param name="WantsUnicast">The QU bit (RFC 6762 section 5.4): the answer may be sent to the asker alone.</param>
internal sealed record DnsQuestion(DnsName Name, DnsType Type, bool WantsUnicast = false);
