namespace DaaCompute.Net.Transport.Wire;

/// <summary>One resource record of the Internet class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="TimeToLive">In seconds; 0 says goodbye (RFC 6762 section 10.1).</param>
/// <param name="IsUnique">The cache-flush bit (RFC 6762 section 10.2): these records are all there are of the name and type.</param>
/// <param name="Data">What it says.</param>
internal sealed record DnsRecord(DnsName Name, DnsType Type, uint TimeToLive, bool IsUnique, DnsData Data)
{
    /// <summary>Whether it is the same record, however long it has to live.</summary>
    public bool IsSameAs(DnsRecord other) =>
        Type == other.Type && Name.Equals(other.Name) && Data.IsSameAs(other.Data);
}
