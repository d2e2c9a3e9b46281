using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Tests.Fakes;

namespace DaaCompute.Net.Dht.Tests.Protocol;

public sealed class NetworkSizeTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public void Estimate_AfterManyLookups_IsNearTheTruth(int nodes)
    {
        NetworkSizeEstimator estimator = new(20);
        KademliaKey[] keys = [.. Enumerable.Range(0, nodes).Select(number => KademliaKey.Of(TestPeers.Id(number)))];
        foreach (int number in Enumerable.Range(0, 40))
        {
            Track(estimator, keys, number, Start);
        }

        Assert.InRange(estimator.Estimate(Start)!.Value, nodes * 0.8, nodes * 1.25);
    }

    [Fact]
    public void Estimate_TooFewOrTooOldLookups_IsNone()
    {
        NetworkSizeEstimator estimator = new(20);
        KademliaKey[] keys = [.. Enumerable.Range(0, 100).Select(number => KademliaKey.Of(TestPeers.Id(number)))];
        foreach (int number in Enumerable.Range(0, 4))
        {
            Track(estimator, keys, number, Start);
        }

        Assert.Null(estimator.Estimate(Start));
        Track(estimator, keys, 4, Start.AddMinutes(30));
        Assert.NotNull(estimator.Estimate(Start.AddHours(1)));
        Assert.Null(estimator.Estimate(Start.AddHours(2.1)));
    }

    /// <summary>Values of the gamma distribution's quantiles, from the tables of the chi-squared distribution: x = χ²/2.</summary>
    [Theory]
    [InlineData(1, 0.5, 0.6931)]
    [InlineData(5, 0.95, 9.1535)]
    [InlineData(10, 0.10, 6.2213)]
    [InlineData(20, 0.10, 14.5253)]
    [InlineData(15, 0.90, 20.1280)]
    public void InverseLower_OfAProbability_IsTheQuantile(int shape, double probability, double expected)
    {
        Assert.Equal(expected, IncompleteGamma.InverseLower(shape, probability), 0.001);
        Assert.Equal(probability, IncompleteGamma.Lower(shape, IncompleteGamma.InverseLower(shape, probability)), 1e-9);
    }

    /// <summary>
    /// What optimistic provide is for: it stores at nearly the same peers as a whole lookup, with fewer requests waited for.
    /// </summary>
    [Fact]
    public void OptimisticProvide_InAThousandNodes_StoresNearlyWhereALookupDoesWithFewerRequests()
    {
        LookupModel model = new(1000, seed: 5);
        int whole = 0;
        int optimistic = 0;
        int right = 0;
        const int Lookups = 100;
        foreach (int number in Enumerable.Range(0, Lookups))
        {
            KademliaKey target = KademliaKey.Of(TestPeers.Id(-number - 1));
            PeerId from = model.Ids[number];
            whole += model.Run(from, target, new LookupLimits()).Queries;

            OptimisticProvide optimist = new(20, 1000);
            List<LookupCandidate> store = [];
            IterativeLookup early = model.Run(
                from, target, new LookupLimits(), lookup => optimist.Step([.. lookup.Prospects], store));
            optimistic += early.Queries;
            store.AddRange(early.Prospects.Where(optimist.Choose));
            HashSet<PeerId> closest = [.. model.TrueClosest(target).Where(id => id != from).Take(20)];
            right += store.Count(candidate => closest.Contains(candidate.Id));
            Assert.Equal(store.Count, store.Select(candidate => candidate.Id).Distinct().Count());
        }

        Assert.InRange(right, Lookups * 20 * 85 / 100, Lookups * 20);
        Assert.InRange(optimistic, 1, whole * 8 / 10);
    }

    private static void Track(NetworkSizeEstimator estimator, KademliaKey[] keys, int number, DateTimeOffset now)
    {
        KademliaKey target = KademliaKey.Of(BitConverter.GetBytes(number));
        estimator.Track([.. keys.Select(key => target.DistanceTo(key)).Order().Take(20)], now);
    }
}
