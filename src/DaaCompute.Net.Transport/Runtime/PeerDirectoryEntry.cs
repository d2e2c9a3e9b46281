using System.Collections.Immutable;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>What the directory keeps of one peer.</summary>
/// <param name="Peer">What is known of it, addresses left out.</param>
/// <param name="Addresses">Its addresses and when each expires, in the order they became known.</param>
/// <param name="Expires">When the last of it expires.</param>
internal sealed record PeerDirectoryEntry(
    PeerInfo Peer, ImmutableArray<(Multiaddress Address, DateTimeOffset Expires)> Addresses, DateTimeOffset Expires)
{
    public static PeerDirectoryEntry Create(PeerInfo peer, DateTimeOffset expires) => new(
        peer with { Addresses = [] },
        [.. peer.Addresses.Distinct().Take(PeerDirectory.MaxAddressesPerPeer).Select(address => (address, expires))],
        expires);

    public PeerDirectoryEntry Merge(PeerInfo added, DateTimeOffset expires, DateTimeOffset now)
    {
        List<(Multiaddress Address, DateTimeOffset Expires)> addresses = [.. Addresses.Where(known => known.Expires > now)];
        foreach (Multiaddress address in added.Addresses)
        {
            int index = addresses.FindIndex(known => known.Address.Equals(address));
            if (index < 0)
            {
                addresses.Add((address, expires));
            }
            else if (expires > addresses[index].Expires)
            {
                addresses[index] = (address, expires);
            }
        }

        while (addresses.Count > PeerDirectory.MaxAddressesPerPeer)
        {
            addresses.Remove(addresses.MinBy(known => known.Expires));
        }

        // An address from a list or a router says nothing of the peer; what the peer itself said is not overwritten by it.
        bool saysMore = added.AgentVersion is not null || !added.Protocols.IsEmpty || added.Role != NodeRole.Leaf;
        PeerInfo peer = saysMore ? added with { Addresses = [] } : Peer;
        return new PeerDirectoryEntry(peer, [.. addresses], expires > Expires ? expires : Expires);
    }

    public PeerInfo ToPeerInfo(DateTimeOffset now) =>
        Peer with { Addresses = [.. Addresses.Where(known => known.Expires > now).Select(known => known.Address)] };
}
