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
        WithoutBulk(peer),
        [.. peer.Addresses.Distinct().Take(PeerDirectory.MaxAddressesPerPeer).Select(address => (address, expires))],
        expires);

    public PeerDirectoryEntry Merge(PeerInfo added, DateTimeOffset expires, DateTimeOffset now)
    {
        if (added.RecordSequence != 0 && added.RecordSequence < Peer.RecordSequence)
        {
            // The peer has since said something else; what it said before is not news.
            return this;
        }

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
        bool saysMore = IsIdentified(added) || (added.Role != NodeRole.Leaf && !IsIdentified(Peer));
        PeerInfo peer = WithoutBulk(saysMore ? added : Peer) with { RecordSequence = Math.Max(Peer.RecordSequence, added.RecordSequence) };
        return new PeerDirectoryEntry(peer, [.. addresses], expires > Expires ? expires : Expires);
    }

    public PeerInfo ToPeerInfo(DateTimeOffset now) =>
        Peer with { Addresses = [.. Addresses.Where(known => known.Expires > now).Select(known => known.Address)] };

    /// <summary>Addresses are kept apart; a signed record is 5 KiB, and the directory holds thousands of peers.</summary>
    private static PeerInfo WithoutBulk(PeerInfo peer) => peer with { Addresses = [], SignedRecord = default };

    private static bool IsIdentified(PeerInfo peer) => peer.AgentVersion is not null || !peer.Protocols.IsEmpty;
}
