namespace DaaCompute.Net.CommandLine;

/// <summary>A peer and its addresses, as the commands that look for peers print it.</summary>
internal static class PeerLine
{
    /// <summary>A peer's addresses, with its name; after them the same with its other name, where it has one.</summary>
    public static string[] AddressesOf(PeerInfo peer, PeerId? alias = null)
    {
        IEnumerable<PeerId> names = alias is null ? [peer.Id] : [peer.Id, alias];
        return [.. names.SelectMany(name => peer.Addresses.Select(address => address.WithPeer(name).ToString()))];
    }

    public static void Write(PeerInfo peer, bool json)
    {
        string[] addresses = AddressesOf(peer);
        if (json)
        {
            JsonLine.Write(new { peerId = peer.Id.ToString(), addresses });
        }
        else
        {
            Console.WriteLine(peer.Id);
            foreach (string address in addresses)
            {
                Console.WriteLine($"  {address}");
            }
        }
    }
}
