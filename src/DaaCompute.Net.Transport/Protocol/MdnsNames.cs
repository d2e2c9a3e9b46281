using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>The names that libp2p's discovery over multicast DNS uses. Source: libp2p/specs discovery/mdns.</summary>
internal static class MdnsNames
{
    /// <summary>What a multiaddr in a TXT record begins with.</summary>
    public const string AddressKey = "dnsaddr=";

    /// <summary>A name that says nothing of the node: the least length that the specification asks for.</summary>
    private const int PeerNameLength = 32;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The service of all libp2p peers.</summary>
    public static DnsName Service { get; } = DnsName.Parse("_p2p._udp.local");

    /// <summary>What lists the services of a link (RFC 6763 section 9).</summary>
    public static DnsName Services { get; } = DnsName.Parse("_services._dns-sd._udp.local");

    /// <summary>What hosts are named under.</summary>
    public static DnsName Local { get; } = DnsName.Parse("local");

    /// <summary>
    /// A random peer name. At 165 bits it is unique without probing, and it changes with each run, so that a node cannot
    /// be followed by it.
    /// </summary>
    public static string NewPeerName(IEntropySource entropy) => string.Create(PeerNameLength, entropy, static (name, source) =>
    {
        for (int index = 0; index < name.Length; index++)
        {
            name[index] = Alphabet[source.NextInt32(Alphabet.Length)];
        }
    });
}
