using System.Collections.Immutable;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Walks towards a key: asks the closest peers it has heard of for closer ones, until the closest have answered.</summary>
/// <remarks>
/// <para>
/// The walk ends when the k closest peers it has heard of, those that do not answer left out, have all answered (Kademlia
/// 2.3; libp2p/specs kad-dht, "Peer routing").
/// </para>
/// <para>
/// It runs over disjoint paths (Baumgart and Mies, S/Kademlia, 2007): a peer belongs to the path that heard of it first, and
/// each path must have asked the closest of its own as well, so that a liar on one path cannot keep the others from
/// arriving. A path's own share is k divided by the paths, so that disjointness costs a few requests instead of a
/// multiple.
/// </para>
/// <para>
/// A liar can also name peers that do not exist, each costing a time-out. When too many of those that one peer alone named
/// do not answer, the rest of its word is worth nothing.
/// </para>
/// </remarks>
internal sealed class IterativeLookup
{
    private readonly KademliaKey _target;
    private readonly ImmutableArray<PeerId> _excluded;
    private readonly LookupLimits _limits;
    private readonly List<LookupCandidate> _candidates = [];
    private readonly Dictionary<PeerId, LookupCandidate> _known = [];
    private readonly int[] _pathAsked;
    private readonly int[] _pathRanks;
    private int _asked;

    /// <summary>Begins.</summary>
    /// <param name="target">The key.</param>
    /// <param name="excluded">Whom not to ask: this node, by each of its names, and others for reasons of the caller's.</param>
    /// <param name="seeds">The closest peers that are known.</param>
    /// <param name="limits">The shape of the walk.</param>
    public IterativeLookup(
        KademliaKey target, ImmutableArray<PeerId> excluded, IEnumerable<TableEntry> seeds, LookupLimits limits)
    {
        _target = target;
        _excluded = excluded;
        _limits = limits;
        _pathAsked = new int[limits.Paths];
        _pathRanks = new int[limits.Paths];
        int path = 0;
        foreach (TableEntry seed in seeds.Where(seed => !excluded.Contains(seed.Id)))
        {
            Insert(new LookupCandidate(
                seed.Id, seed.Addresses, target.DistanceTo(seed.Key), path++ % limits.Paths, hops: 1, referrer: null));
        }
    }

    /// <summary>The requests made so far.</summary>
    public int Queries { get; private set; }

    /// <summary>The most hops to any of <see cref="Closest"/>.</summary>
    public int Hops => Closest.Select(candidate => candidate.Hops).DefaultIfEmpty().Max();

    /// <summary>Whether nobody is left whose answer matters.</summary>
    public bool IsFinished => !Unsettled().Any(candidate =>
        candidate.Phase == LookupPhase.Asked || Queries < _limits.MaxQueries);

    /// <summary>The closest peers that answered, the closest first; at most k.</summary>
    public IEnumerable<LookupCandidate> Closest =>
        _candidates.Where(candidate => candidate.Phase == LookupPhase.Answered).Take(_limits.Closest);

    /// <summary>The closest peers that answered or may yet, the closest first; at most k.</summary>
    public IEnumerable<LookupCandidate> Prospects =>
        _candidates.Where(candidate => candidate.Phase != LookupPhase.Dropped).Take(_limits.Closest);

    /// <summary>Takes the next peer to ask, if another may be asked now.</summary>
    public LookupCandidate? Next()
    {
        if (_asked >= _limits.Concurrency || Queries >= _limits.MaxQueries)
        {
            return null;
        }

        int share = (_limits.Concurrency + _limits.Paths - 1) / _limits.Paths;
        LookupCandidate? next = Unsettled().FirstOrDefault(candidate =>
            candidate.Phase == LookupPhase.Heard && _pathAsked[candidate.Path] < share);
        if (next is not null)
        {
            next.Phase = LookupPhase.Asked;
            next.WasAsked = true;
            _pathAsked[next.Path]++;
            _asked++;
            Queries++;
        }

        return next;
    }

    /// <summary>Takes in the closer peers that a peer named.</summary>
    public void Answered(LookupCandidate candidate, ImmutableArray<KademliaPeer> closer)
    {
        Settle(candidate, LookupPhase.Answered);
        if (candidate.Referrer is LookupCandidate referrer)
        {
            referrer.GoodReferrals++;
        }

        foreach (KademliaPeer peer in closer.Take(_limits.Closest))
        {
            Hear(peer, candidate);
        }
    }

    /// <summary>Notes that a peer did not answer.</summary>
    public void Failed(LookupCandidate candidate)
    {
        Settle(candidate, LookupPhase.Dropped);
        if (candidate.Referrer is not LookupCandidate referrer)
        {
            return;
        }

        referrer.BadReferrals++;
        if (IsDiscredited(referrer))
        {
            foreach (LookupCandidate other in _candidates)
            {
                if (other.Referrer == referrer && other.Phase == LookupPhase.Heard)
                {
                    other.Phase = LookupPhase.Dropped;
                }
            }
        }
    }

    private static bool IsDiscredited(LookupCandidate referrer) =>
        referrer.BadReferrals >= LookupLimits.MaxBadReferrals && referrer.BadReferrals > referrer.GoodReferrals;

    private void Hear(KademliaPeer peer, LookupCandidate referrer)
    {
        if (_excluded.Contains(peer.Id))
        {
            return;
        }

        if (!_known.TryGetValue(peer.Id, out LookupCandidate? known))
        {
            if (!peer.Addresses.IsEmpty && !IsDiscredited(referrer))
            {
                XorDistance distance = _target.DistanceTo(KademliaKey.Of(peer.Id));
                Insert(new LookupCandidate(
                    peer.Id, peer.Addresses, distance, referrer.Path, referrer.Hops + 1, referrer));
            }
        }
        else if (known.Referrer is LookupCandidate first && first != referrer)
        {
            // Two say so; and one of them may have the better addresses.
            known.Referrer = null;
            known.Phase = known is { Phase: LookupPhase.Dropped, WasAsked: false } ? LookupPhase.Heard : known.Phase;
            known.Addresses = [.. known.Addresses.Union(peer.Addresses).Take(AddressReach.MaxAddresses)];
        }
    }

    private void Insert(LookupCandidate candidate)
    {
        int low = 0;
        int high = _candidates.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _candidates[middle].Distance.CompareTo(candidate.Distance) < 0 ? (middle + 1, high) : (low, middle);
        }

        if (_known.TryAdd(candidate.Id, candidate))
        {
            _candidates.Insert(low, candidate);
            Trim();
        }
    }

    private void Trim()
    {
        if (_candidates.Count > _limits.MaxCandidates && _candidates[^1].Phase is LookupPhase.Heard or LookupPhase.Dropped)
        {
            _known.Remove(_candidates[^1].Id);
            _candidates.RemoveAt(_candidates.Count - 1);
        }
    }

    private void Settle(LookupCandidate candidate, LookupPhase phase)
    {
        candidate.Phase = phase;
        _pathAsked[candidate.Path]--;
        _asked--;
    }

    /// <summary>Those without whose answer the walk cannot end: of the k closest of all, and of each path's own share.</summary>
    private IEnumerable<LookupCandidate> Unsettled()
    {
        Array.Clear(_pathRanks);
        int rank = 0;
        int share = (_limits.Closest + _limits.Paths - 1) / _limits.Paths;
        int open = _limits.Paths;
        foreach (LookupCandidate candidate in _candidates)
        {
            if (rank >= _limits.Closest && open == 0)
            {
                yield break;
            }

            if (candidate.Phase == LookupPhase.Dropped)
            {
                continue;
            }

            bool matters = rank++ < _limits.Closest | _pathRanks[candidate.Path] < share;
            if (++_pathRanks[candidate.Path] == share)
            {
                open--;
            }

            if (matters && candidate.Phase != LookupPhase.Answered)
            {
                yield return candidate;
            }
        }
    }
}
