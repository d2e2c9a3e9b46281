using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>What this node says of itself on one link: its records, and which of them answer a question.</summary>
internal sealed class MdnsService
{
    /// <summary>
    /// In seconds: 120 for whatever names a host or its addresses (RFC 6762 section 10). The pointer lives as long, for a
    /// node that dies without a goodbye should not be dialled for an hour.
    /// </summary>
    public const uint TimeToLive = 120;

    /// <summary>A string of a TXT record has one byte for its length.</summary>
    private const int MaxText = 255;

    /// <summary>All strings of the TXT record together: the message must fit into one packet (RFC 6763 section 6.2).</summary>
    private const int MaxTexts = 1_000;

    private readonly DnsName _instance;
    private readonly DnsName _host;
    private readonly DnsRecord _listed;

    /// <param name="peerName">The random name of this run.</param>
    /// <param name="peer">This node.</param>
    /// <param name="addresses">The addresses that the link reaches; none, and there is nothing to say.</param>
    public MdnsService(string peerName, PeerId peer, IEnumerable<Multiaddress> addresses)
    {
        _instance = MdnsNames.Service.Prepend(peerName);
        _host = MdnsNames.Local.Prepend(peerName);
        _listed = Shared(MdnsNames.Services, MdnsNames.Service);
        Pointer = Shared(MdnsNames.Service, _instance);
        Addresses = [.. addresses];
        Details = [.. Describe(peer)];
    }

    public ImmutableArray<Multiaddress> Addresses { get; }

    /// <summary>Whether there is anything to say: a peer without an address on the link is of no use to it.</summary>
    public bool IsEmpty => Details.IsEmpty;

    /// <summary>The service points to this node; a record that all nodes share.</summary>
    public DnsRecord Pointer { get; }

    /// <summary>TXT, SRV, A and AAAA: records of this node alone.</summary>
    public ImmutableArray<DnsRecord> Details { get; }

    /// <summary>The records that answer a question; none when it is not for this node.</summary>
    public IEnumerable<DnsRecord> Answer(DnsQuestion question) => IsEmpty
        ? []
        : Details.Add(Pointer).Add(_listed).Where(record =>
            record.Name.Equals(question.Name) && (question.Type == DnsType.Any || record.Type == question.Type));

    private static DnsRecord Shared(DnsName name, DnsName target) =>
        new(name, DnsType.Ptr, TimeToLive, IsUnique: false, new DnsPointer(target));

    private IEnumerable<DnsRecord> Describe(PeerId peer)
    {
        List<string> texts = [];
        foreach (Multiaddress address in Addresses)
        {
            string text = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes($"{MdnsNames.AddressKey}{address.WithPeer(peer)}"));
            if (text.Length <= MaxText && texts.Sum(other => other.Length + 1) + text.Length < MaxTexts)
            {
                texts.Add(text);
            }
        }

        if (texts.Count == 0)
        {
            yield break;
        }

        yield return new DnsRecord(_instance, DnsType.Txt, TimeToLive, IsUnique: true, new DnsText([.. texts]));
        IPAddress[] hosts = [.. Addresses.Select(HostOf).OfType<IPAddress>().Distinct()];
        if (hosts.Length == 0)
        {
            yield break;
        }

        // Peers read the TXT record alone; tools that resolve a service want a host, a port and an address (RFC 6763).
        ushort port = Addresses.Select(PortOf).FirstOrDefault(known => known != 0);
        yield return new DnsRecord(_instance, DnsType.Srv, TimeToLive, IsUnique: true, new DnsService(0, 0, port, _host));
        foreach (IPAddress host in hosts)
        {
            DnsType type = host.AddressFamily == AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa;
            yield return new DnsRecord(_host, type, TimeToLive, IsUnique: true, new DnsAddress(host));
        }
    }

    private static IPAddress? HostOf(Multiaddress address) =>
        address.Components[0].Protocol.Name is "ip4" or "ip6" ? IPAddress.Parse(address.Components[0].Value!) : null;

    private static ushort PortOf(Multiaddress address) =>
        ushort.TryParse(address.ValueOf("udp") ?? address.ValueOf("tcp"), CultureInfo.InvariantCulture, out ushort port)
            ? port
            : (ushort)0;
}
