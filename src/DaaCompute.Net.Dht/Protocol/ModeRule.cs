using System.Collections.Immutable;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Whether a node answers others.</summary>
/// <remarks>Source: libp2p/specs kad-dht, "Client and server mode": a node that others cannot dial must not be a server.</remarks>
internal static class ModeRule
{
    /// <summary>Decides, with the reason in words for the log.</summary>
    /// <param name="wanted">The setting.</param>
    /// <param name="addresses">The node's own addresses, those it announces included.</param>
    /// <param name="capabilities">What the node says it can do.</param>
    /// <param name="allowPrivate">Whether addresses that only this site can dial count.</param>
    public static (DhtMode Mode, string Reason) Decide(
        DhtMode wanted, ImmutableArray<Multiaddress> addresses, NodeCapabilities capabilities, bool allowPrivate)
    {
        if (wanted != DhtMode.Automatic)
        {
            return (wanted, "DaaCompute:Dht:Mode says so");
        }

        if (capabilities.HasFlag(NodeCapabilities.Browser))
        {
            return (DhtMode.Client, "a browser cannot be dialled");
        }

        if (capabilities.HasFlag(NodeCapabilities.PubliclyReachable))
        {
            return (DhtMode.Server, "the node says it is publicly reachable");
        }

        Multiaddress? dialable = addresses.FirstOrDefault(address =>
            !address.Has("p2p-circuit") && (allowPrivate || !AddressReach.IsPrivate(address)));
        return dialable is not null
            ? (DhtMode.Server, $"{dialable} can be dialled")
            : (DhtMode.Client, "no address of this node can be dialled from outside; announce one, or set DaaCompute:Dht:Mode");
    }
}
