namespace DaaCompute.Net.Transport.Wire;

/// <summary>The resource record types that service discovery uses. Source: RFC 1035, RFC 2782, RFC 3596.</summary>
internal enum DnsType : ushort
{
    A = 1,
    Ptr = 12,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,

    /// <summary>In a question only: every type.</summary>
    Any = 255,
}
