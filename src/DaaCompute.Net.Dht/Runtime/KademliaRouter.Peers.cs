using System.Collections.Immutable;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Runtime;

internal sealed partial class KademliaRouter
{
    public ValueTask<PeerInfo?> FindPeerAsync(PeerId peer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return FindAsync(peer, mayAsk: true, cancellationToken);
    }

    /// <summary>
    /// Whoever dials asks this. The peer itself is not asked, for that would be dialling it; and where a lookup is what
    /// dials, it has its addresses already, and another lookup would only breed more.
    /// </summary>
    async ValueTask<PeerInfo?> IPeerRouting.FindPeerAsync(PeerId peer, CancellationToken cancellationToken) =>
        _client.IsAsking(peer) ? null : await FindAsync(peer, mayAsk: false, cancellationToken).ConfigureAwait(false);

    private async ValueTask<PeerInfo?> FindAsync(PeerId peer, bool mayAsk, CancellationToken cancellationToken)
    {
        if (peer == _context.Self || peer == _context.AliasId)
        {
            return _context.Network.LocalPeer;
        }

        if (_context.Network.FindConnection(peer) is IPeerConnection connection)
        {
            return connection.RemotePeer;
        }

        Dictionary<Multiaddress, int> witnesses = [];
        List<Multiaddress> told = [];
        KademliaMessage request = new(KademliaMessageType.FindNode) { Key = peer.Bytes };
        await _lookups.RunAsync(
            request,
            (_, answer) =>
            {
                Hear(peer, answer, told, witnesses);
                return _context.Network.FindConnection(peer) is not null;
            },
            null,
            cancellationToken,
            unasked: mayAsk ? null : peer).ConfigureAwait(false);

        // The lookup has tried to reach the peer itself, which is the nearest there is; then its own word counts.
        if (_context.Network.FindConnection(peer) is IPeerConnection reached)
        {
            return reached.RemotePeer;
        }

        ImmutableArray<Multiaddress> addresses =
            [.. told.OrderByDescending(address => witnesses[address]).Take(AddressReach.MaxAddresses)];
        return addresses.IsEmpty ? _state.FindInTable(peer) : new PeerInfo(peer, addresses);
    }

    /// <summary>Counts who says what: the address that most peers name comes first.</summary>
    private void Hear(PeerId peer, KademliaMessage answer, List<Multiaddress> told, Dictionary<Multiaddress, int> witnesses)
    {
        foreach (KademliaPeer named in answer.CloserPeers.Where(named => named.Id == peer))
        {
            foreach (Multiaddress address in AddressReach.Select(named.Addresses, _context.Options.AllowPrivateAddresses))
            {
                if (witnesses.TryAdd(address, 0))
                {
                    told.Add(address);
                }

                witnesses[address]++;
            }
        }
    }
}
