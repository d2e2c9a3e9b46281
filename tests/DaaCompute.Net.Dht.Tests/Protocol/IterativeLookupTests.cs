using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Tests.Fakes;

namespace DaaCompute.Net.Dht.Tests.Protocol;

public sealed class IterativeLookupTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_HonestNetwork_FindsExactlyTheClosest(int paths)
    {
        LookupModel model = new(200, seed: 1);
        foreach (int number in Enumerable.Range(0, 20))
        {
            KademliaKey target = KademliaKey.Of(TestPeers.Id(-number));

            IterativeLookup lookup = model.Run(model.Ids[number], target, new LookupLimits(Paths: paths));

            PeerId[] expected = [.. model.TrueClosest(target).Where(id => id != model.Ids[number]).Take(20)];
            Assert.Equal(expected, lookup.Closest.Select(candidate => candidate.Id));
        }
    }

    [Fact]
    public void Run_NodesAreGone_FindsTheClosestOfThoseThatAnswer()
    {
        LookupModel model = new(200, seed: 2);
        model.Pick(model.Gone, 0.3);
        PeerId from = model.Ids.First(id => !model.Gone.Contains(id));
        KademliaKey target = KademliaKey.Of(TestPeers.Id(-1));

        IterativeLookup lookup = model.Run(from, target, new LookupLimits());

        Assert.Equal(
            model.TrueClosest(target).Where(id => id != from).Take(10),
            lookup.Closest.Take(10).Select(candidate => candidate.Id));
    }

    [Fact]
    public void Run_OnePeerInventsOthers_IsSoonNotListenedTo()
    {
        PeerId liar = TestPeers.Id(1);
        KademliaKey target = KademliaKey.Of(TestPeers.Id(0));
        IterativeLookup lookup = new(target, [TestPeers.Id(9)], [new TableEntry(liar, KademliaKey.Of(liar))], new LookupLimits());
        lookup.Answered(lookup.Next()!, [.. Enumerable.Range(100, 20).Select(number =>
            new Net.Dht.Wire.KademliaPeer(TestPeers.Id(number), [TestPeers.Address(1)]))]);

        int asked = 0;
        while (lookup.Next() is LookupCandidate invented)
        {
            asked++;
            lookup.Failed(invented);
        }

        Assert.Equal(LookupLimits.MaxBadReferrals, asked);
        Assert.True(lookup.IsFinished);
        Assert.Equal(liar, Assert.Single(lookup.Closest).Id);
    }

    [Fact]
    public void Run_NobodyKnown_IsFinishedAtOnce() =>
        Assert.True(new IterativeLookup(KademliaKey.Of("x"u8), [], [], new LookupLimits()).IsFinished);

    /// <summary>
    /// A record that is stored at the 20 closest peers and looked for by another: with a fifth of all nodes lying, each
    /// lookup must meet at least one honest holder in 99 of 100 cases.
    /// </summary>
    [Fact]
    public void Run_FifthOfTheNodesLies_StillMeetsHonestHolders()
    {
        LookupModel model = new(1000, seed: 3);
        model.Pick(model.Liars, 0.2);
        PeerId[] honest = [.. model.Ids.Where(id => !model.Liars.Contains(id))];
        int met = 0;
        List<int> hops = [];
        const int Lookups = 200;
        foreach (int number in Enumerable.Range(0, Lookups))
        {
            KademliaKey target = KademliaKey.Of(TestPeers.Id(-number - 1));
            HashSet<PeerId> holders = [.. Find(model, honest[number], target).Closest
                .Select(candidate => candidate.Id).Where(id => !model.Liars.Contains(id))];
            IterativeLookup search = Find(model, honest[^(number + 1)], target);
            hops.Add(search.Hops);
            met += search.Closest.Any(candidate => holders.Contains(candidate.Id)) ? 1 : 0;
        }

        hops.Sort();
        Assert.InRange(met, Lookups * 99 / 100, Lookups);
        Assert.InRange(hops[Lookups / 2], 1, 4);
        Assert.InRange(hops[Lookups * 95 / 100], 1, 6);
    }

    private static IterativeLookup Find(LookupModel model, PeerId from, KademliaKey target) =>
        model.Run(from, target, new LookupLimits());
}
