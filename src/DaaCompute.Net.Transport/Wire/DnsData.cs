using System.Collections.Immutable;
using System.Net;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>What a resource record says.</summary>
internal abstract record DnsData
{
    /// <summary>Whether two records say the same; names are compared as names.</summary>
    public virtual bool IsSameAs(DnsData other) => Equals(other);
}

/// <summary>Another name (RFC 1035, PTR).</summary>
internal sealed record DnsPointer(DnsName Target) : DnsData;

/// <summary>Where a service instance is (RFC 2782, SRV).</summary>
internal sealed record DnsService(ushort Priority, ushort Weight, ushort Port, DnsName Target) : DnsData;

/// <summary>An IPv4 or IPv6 address (A, AAAA).</summary>
internal sealed record DnsAddress(IPAddress Address) : DnsData;

/// <summary>Strings of up to 255 bytes each (TXT), one character for each byte.</summary>
internal sealed record DnsText(ImmutableArray<string> Strings) : DnsData
{
    public override bool IsSameAs(DnsData other) => other is DnsText text && Strings.SequenceEqual(text.Strings);
}

/// <summary>A type that this node does not read.</summary>
internal sealed record DnsOpaque(ImmutableArray<byte> Bytes) : DnsData
{
    public override bool IsSameAs(DnsData other) => other is DnsOpaque opaque && Bytes.SequenceEqual(opaque.Bytes);
}
