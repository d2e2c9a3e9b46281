using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.State;

/// <summary>
/// Decides what a node has to tell of itself and its links: what differs from the agreed state for long enough, each change
/// once within a while, the most urgent first.
/// </summary>
/// <remarks>Pure: fed with what is, it says what to propose.</remarks>
/// <param name="self">What this node says of itself.</param>
/// <param name="settle">How long a link has to be up or down first.</param>
/// <param name="patience">How long a proposal may take before it is made again.</param>
/// <param name="limit">The most changes at once.</param>
internal sealed class MembershipPlan(NodeInfo self, TimeSpan settle, TimeSpan patience, int limit)
{
    /// <summary>A round trip is told anew when it is this many times longer or shorter, and by as much in milliseconds.</summary>
    private const int LatencyFactor = 2;

    private const int LatencyStepMs = 25;

    /// <summary>How much longer the second to tell waits, in settle times: one of the two ends usually suffices.</summary>
    private const int SecondWaits = 3;

    private readonly Dictionary<PeerId, TimeSpan> _since = [];
    private readonly Dictionary<ChangeSubject, TimeSpan> _proposed = [];
    private ImmutableSortedSet<PeerId> _connected = [];

    /// <summary>What to propose now.</summary>
    /// <param name="state">The agreed state.</param>
    /// <param name="links">The peers this node is connected to, with their round trips where known.</param>
    /// <param name="failed">Members that this node's failure detector has given up.</param>
    /// <param name="now">The time since any fixed moment.</param>
    public ImmutableArray<TopologyChange> Next(
        NetworkState state,
        IReadOnlyDictionary<PeerId, TimeSpan?> links,
        IEnumerable<PeerId> failed,
        TimeSpan now)
    {
        Note(links.Keys, now);
        foreach (ChangeSubject over in _proposed.Where(past => now - past.Value >= patience).Select(past => past.Key).ToArray())
        {
            _proposed.Remove(over);
        }

        if (!state.Members.TryGetValue(self.Id, out MemberRecord? me) || me.Info != self)
        {
            return Take([new NodeJoined(self)], now);
        }

        IEnumerable<TopologyChange> evictions = state.Electorate.Validators.Contains(self.Id)
            ? Evictions(state, failed)
            : [];
        return Take([.. Losses(me, now), .. evictions, .. Gains(state, me, links, now)], now);
    }

    private void Note(IEnumerable<PeerId> connected, TimeSpan now)
    {
        ImmutableSortedSet<PeerId> current = [.. connected];
        foreach (PeerId changed in current.SymmetricExcept(_connected))
        {
            _since[changed] = now;
        }

        _connected = current;
    }

    private TimeSpan SinceOf(PeerId peer, TimeSpan now)
    {
        if (!_since.TryGetValue(peer, out TimeSpan since))
        {
            _since[peer] = since = now;
        }

        return now - since;
    }

    private IEnumerable<TopologyChange> Losses(MemberRecord me, TimeSpan now) =>
        from link in me.Links
        where link.Value.IsUp && !_connected.Contains(link.Key)
        let wait = self.Id < link.Key ? settle : settle * SecondWaits
        where SinceOf(link.Key, now) >= wait
        select new LinkFailed(self.Id, link.Key);

    /// <summary>
    /// Validators take turns by their distance from the failed node in the order of ids, so that they do not all propose the
    /// same; the first that is a member itself has it.
    /// </summary>
    private IEnumerable<TopologyChange> Evictions(NetworkState state, IEnumerable<PeerId> failed)
    {
        ImmutableSortedSet<PeerId> gone = [.. failed];
        foreach (PeerId node in gone.Where(node => node != self.Id && state.Members.ContainsKey(node)))
        {
            PeerId[] able = [.. state.Electorate.Validators.Where(one => state.Members.ContainsKey(one) && !gone.Contains(one))];
            PeerId turn = able.FirstOrDefault(one => one > node) ?? able[0];
            if (turn == self.Id)
            {
                yield return new NodeLeft(node, Graceful: false);
            }
        }
    }

    /// <summary>The end with the smaller id tells of a link; the other one signs.</summary>
    private IEnumerable<TopologyChange> Gains(
        NetworkState state, MemberRecord me, IReadOnlyDictionary<PeerId, TimeSpan?> links, TimeSpan now) =>
        from peer in _connected
        where self.Id < peer && state.Members.ContainsKey(peer) && SinceOf(peer, now) >= settle
        let measured = links[peer]
        where measured is not null
        let latency = (int)Math.Clamp(Math.Ceiling(measured.Value.TotalMilliseconds), 0, StateLimits.MaxLatencyMs)
        let known = me.Links.GetValueOrDefault(peer)
        where known is not { IsUp: true } || IsNews(known.LatencyMs, latency)
        select new LinkEstablished(self.Id, peer, latency);

    private static bool IsNews(int told, int measured) =>
        Math.Abs(told - measured) >= LatencyStepMs
        && (measured >= told * LatencyFactor || told >= measured * LatencyFactor);

    private ImmutableArray<TopologyChange> Take(IEnumerable<TopologyChange> wanted, TimeSpan now)
    {
        ImmutableArray<TopologyChange> taken =
            [.. wanted.Where(change => !_proposed.ContainsKey(ChangeSubject.Of(change))).Take(limit)];
        foreach (TopologyChange change in taken)
        {
            _proposed[ChangeSubject.Of(change)] = now;
        }

        return taken;
    }
}
