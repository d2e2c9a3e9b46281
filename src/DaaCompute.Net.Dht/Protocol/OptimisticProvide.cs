namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Stores a provider record while the lookup still runs, at peers that are close enough to be among the closest.</summary>
/// <remarks>
/// <para>
/// With the network's size known, a peer so near the key that with 90 % certainty it is one of the k closest gets the record
/// at once; and when the k closest so far are on the mean as near as the true ones are in 90 % of networks, the walk ends.
/// What a walk mostly waits for, the last peers that do not answer, is then waited for no more.
/// </para>
/// <para>Source: go-libp2p-kad-dht, lookup_optim.go; its certainty, strictness and return ratio (¾) are taken.</para>
/// </remarks>
internal sealed class OptimisticProvide
{
    private const double Certainty = 0.9;
    private const double Strictness = 0.1;
    private const double ReturnRatio = 0.75;

    private readonly HashSet<PeerId> _chosen = [];
    private readonly int _closest;
    private readonly double _individualThreshold;
    private readonly double _setThreshold;

    /// <summary>Begins for one key.</summary>
    /// <param name="closest">k.</param>
    /// <param name="networkSize">The number of servers.</param>
    public OptimisticProvide(int closest, int networkSize)
    {
        _closest = closest;
        _individualThreshold = IncompleteGamma.InverseLower(closest, 1 - Certainty) / networkSize;
        _setThreshold = IncompleteGamma.InverseLower((closest / 2) + 1, 1 - Strictness) / networkSize;
    }

    /// <summary>Of so many stores begun, how many must be over before the caller is told it is done.</summary>
    public static int ReturnAfter(int stores) => (int)Math.Ceiling(stores * ReturnRatio);

    /// <summary>Looks at the closest peers that answered or may yet.</summary>
    /// <param name="prospects">At most k, the closest first.</param>
    /// <param name="store">Gets the peers to store at now, each once.</param>
    /// <returns>Whether the walk may end.</returns>
    public bool Step(IReadOnlyList<LookupCandidate> prospects, List<LookupCandidate> store)
    {
        double sum = 0;
        foreach (LookupCandidate candidate in prospects)
        {
            double distance = candidate.Distance.Normalized;
            sum += distance;
            if (distance <= _individualThreshold && _chosen.Add(candidate.Id))
            {
                store.Add(candidate);
            }
        }

        return _chosen.Count >= _closest || (prospects.Count == _closest && sum / _closest < _setThreshold);
    }

    /// <summary>Takes a peer for the store at the end, unless it was taken before.</summary>
    public bool Choose(LookupCandidate candidate) => _chosen.Add(candidate.Id);
}
