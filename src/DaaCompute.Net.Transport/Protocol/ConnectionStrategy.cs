using System.Buffers.Binary;
using System.Collections.Immutable;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>
/// Says whom to dial and whom to prune: each role's target, at least the minimum in all, at most the maximum.
/// </summary>
internal sealed class ConnectionStrategy(PeerId local, ConnectionStrategyOptions options)
{
    private static readonly NodeRole[] RolesByWeight = [NodeRole.SuperNode, NodeRole.RegionalHub, NodeRole.Leaf];

    /// <summary>Plans one step.</summary>
    /// <param name="connected">Every connection.</param>
    /// <param name="candidates">Known peers that may be dialled now; those that are connected are passed over.</param>
    /// <param name="roundTrip">What is estimated of a peer's round trip; null where nothing is.</param>
    public StrategyPlan Plan(
        IReadOnlyList<ConnectedPeer> connected,
        IEnumerable<PeerInfo> candidates,
        Func<PeerId, TimeSpan?>? roundTrip = null)
    {
        ImmutableArray<PeerId> prune = Prune(connected);
        return new StrategyPlan(prune.IsEmpty ? Dial(connected, candidates, roundTrip) : [], prune);
    }

    private ImmutableArray<PeerId> Dial(
        IReadOnlyList<ConnectedPeer> connected, IEnumerable<PeerInfo> candidates, Func<PeerId, TimeSpan?>? roundTrip)
    {
        HashSet<PeerId> taken = [local, .. connected.Select(peer => peer.Id)];

        // The near ones first, where that is known. Otherwise each node walks the peers in an order of its own, so that not
        // everybody dials the same ones.
        List<PeerInfo> free = [.. candidates
            .Where(peer => taken.Add(peer.Id))
            .OrderBy(peer => roundTrip?.Invoke(peer.Id) ?? TimeSpan.MaxValue)
            .ThenBy(peer => Distance(peer.Id))
            .ThenBy(peer => peer.Id)];
        int room = options.MaxPeers - connected.Count;
        List<PeerId> dial = [];
        foreach (NodeRole role in RolesByWeight)
        {
            int missing = Math.Min(TargetOf(role) - connected.Count(peer => peer.Role == role), room - dial.Count);
            dial.AddRange(free.Where(peer => peer.Role == role).Take(Math.Max(missing, 0)).Select(peer => peer.Id));
        }

        int below = Math.Min(options.MinPeers - connected.Count, room) - dial.Count;
        dial.AddRange(free.Select(peer => peer.Id).Except(dial).Take(Math.Max(below, 0)).ToArray());
        return [.. dial];
    }

    private ImmutableArray<PeerId> Prune(IReadOnlyList<ConnectedPeer> connected)
    {
        int excess = connected.Count - options.MaxPeers;
        if (excess <= 0)
        {
            return [];
        }

        // What a role has above its target goes first, then what is idle, then what is young: old peers have proved themselves.
        Dictionary<NodeRole, int> surplus = RolesByWeight.ToDictionary(
            role => role, role => connected.Count(peer => peer.Role == role) - TargetOf(role));
        List<PeerId> prune = [];
        IEnumerable<ConnectedPeer> order = connected
            .Where(peer => peer.Age >= options.GracePeriod)
            .OrderBy(peer => peer.Streams)
            .ThenBy(peer => peer.Age)
            .ThenBy(peer => peer.Id)
            .ToArray();
        foreach (ConnectedPeer peer in order)
        {
            if (prune.Count < excess && surplus[peer.Role] > 0)
            {
                surplus[peer.Role]--;
                prune.Add(peer.Id);
            }
        }

        // The targets add up to more than the maximum: the least weighty roles give way.
        IEnumerable<PeerId> rest = order.OrderBy(peer => peer.Role).Select(peer => peer.Id).Except(prune);
        prune.AddRange(rest.Take(excess - prune.Count).ToArray());
        return [.. prune];
    }

    private int TargetOf(NodeRole role) => role switch
    {
        NodeRole.SuperNode => options.TargetSuperNodes,
        NodeRole.RegionalHub => options.TargetRegional,
        _ => options.TargetLeaf,
    };

    private ulong Distance(PeerId peer) => Tail(peer) ^ Tail(local);

    /// <summary>Digests and keys are uniform at their end; their beginning is the multihash's header.</summary>
    private static ulong Tail(PeerId peer)
    {
        Span<byte> tail = stackalloc byte[sizeof(ulong)];
        tail.Clear();
        ReadOnlySpan<byte> bytes = peer.Bytes.Span;
        bytes[Math.Max(0, bytes.Length - sizeof(ulong))..].CopyTo(tail);
        return BinaryPrimitives.ReadUInt64BigEndian(tail);
    }
}
