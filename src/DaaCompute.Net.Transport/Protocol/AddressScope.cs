namespace DaaCompute.Net.Transport.Protocol;

/// <summary>How far an address reaches.</summary>
internal enum AddressScope
{
    /// <summary>This process or machine.</summary>
    Loopback,

    /// <summary>The local network (RFC 1918, RFC 4193, link-local).</summary>
    Private,

    /// <summary>Anywhere.</summary>
    Public,

    /// <summary>Anywhere, through another peer.</summary>
    Relayed,
}
