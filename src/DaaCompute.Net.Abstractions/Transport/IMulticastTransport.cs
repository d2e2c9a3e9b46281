using System.Collections.Immutable;

namespace DaaCompute.Net.Transport;

/// <summary>A way to reach everybody on a link at once, as multicast DNS (RFC 6762) needs it.</summary>
public interface IMulticastTransport
{
    /// <summary>Its name in logs, such as <c>udp</c>.</summary>
    string Name { get; }

    /// <summary>Lists the links that are up now, one for each interface and address family, such as <c>eth0/ip4</c>.</summary>
    ImmutableArray<string> FindLinks();

    /// <summary>Joins multicast DNS's group on a link.</summary>
    /// <param name="link">The link's name, as <see cref="FindLinks"/> gave it.</param>
    /// <exception cref="TransportException">The link is gone, or the system refuses.</exception>
    IMulticastLink Join(string link);
}
