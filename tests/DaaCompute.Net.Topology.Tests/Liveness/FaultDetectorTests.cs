using DaaCompute.Net.Topology.Liveness;
using DaaCompute.Net.Topology.Tests.Fakes;

namespace DaaCompute.Net.Topology.Tests.Liveness;

public sealed class FaultDetectorTests
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(30);

    [Fact]
    public void Step_ANodeThatDies_IsGivenUpByEverybodyWithinSeconds()
    {
        List<double> times = [];
        for (int seed = 0; seed < 20; seed++)
        {
            LivenessWorld world = new(12, seed);
            world.Run(Warm);
            TimeSpan died = world.Now;
            world.Dead.Add(5);
            world.Run(TimeSpan.FromSeconds(20));
            for (int node = 0; node < world.Nodes; node++)
            {
                if (node != 5)
                {
                    Assert.Equal(PeerStatus.Failed, world.Status(node, 5));
                    times.Add((world.Log.First(entry => entry.Node == node && entry.Peer == 5 && entry.Status == PeerStatus.Failed).At - died).TotalSeconds);
                }
            }
        }

        times.Sort();
        Assert.InRange(times[times.Count / 2], 4, 8);
        Assert.True(times[^1] < 12, $"slowest {times[^1]} s");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.05)]
    [InlineData(0.1)]
    public void Step_UnderLoss_GivesNobodyUp(double loss)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            LivenessWorld world = new(12, seed, loss);
            world.Run(TimeSpan.FromMinutes(3));
            Assert.DoesNotContain(world.Log, entry => entry.Status == PeerStatus.Failed);
        }
    }

    [Fact]
    public void Step_WithThreeOfTenMessagesLost_IsSeldomWrongAndSoonRight()
    {
        const int minutes = 3;
        LivenessWorld world = new(12, seed: 1, loss: 0.3);
        world.Run(TimeSpan.FromMinutes(minutes));
        int probes = 12 * 11 * minutes * 60;
        int wrong = world.Log.Count(entry => entry.Status == PeerStatus.Failed);
        Assert.True(wrong < probes / 1000, $"{wrong} of {probes} probes");
        Assert.True(Enumerable.Range(0, 12).Sum(node => Enumerable.Range(0, 12).Count(peer => world.Status(node, peer) == PeerStatus.Healthy)) > 120);
    }

    [Fact]
    public void Step_AOneWayCutBetweenTwo_GivesNobodyUpSinceOthersReachBoth()
    {
        LivenessWorld world = new(10, seed: 3);
        world.Run(Warm);
        world.Cut.Add((2, 7));
        world.Run(TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(world.Log, entry => entry.Status == PeerStatus.Failed);
    }

    [Fact]
    public void Step_ANodeThatPauses_DoubtsItselfAndGivesNobodyUp()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            LivenessWorld world = new(12, seed);
            world.Run(Warm);
            world.Dead.Add(4);
            world.Run(TimeSpan.FromSeconds(4));
            world.Dead.Remove(4);
            world.Run(TimeSpan.FromSeconds(60));
            Assert.DoesNotContain(world.Log, entry => entry.Node == 4 && entry.Status == PeerStatus.Failed);
            Assert.All(Enumerable.Range(0, 12), peer => Assert.Equal(PeerStatus.Healthy, world.Status(4, peer)));
            Assert.Equal(0, world[4].LocalHealth);
        }
    }

    [Fact]
    public void Step_ANodeThatIsCutOff_SlowsDownBeforeItAccuses()
    {
        LivenessWorld world = new(12, seed: 1);
        world.Run(Warm);
        for (int peer = 0; peer < 12; peer++)
        {
            world.Cut.Add((0, peer));
        }

        world.Run(TimeSpan.FromSeconds(12));
        Assert.True(world[0].LocalHealth > 0);
        Assert.DoesNotContain(world.Log, entry => entry.Node == 0 && entry.Status == PeerStatus.Failed);

        // In the end it has to believe it: a network that is gone is not there for ever.
        world.Run(TimeSpan.FromMinutes(3));
        Assert.Contains(world.Log, entry => entry.Node == 0 && entry.Status == PeerStatus.Failed);
    }

    [Fact]
    public void Step_AFailedNodeThatReturns_IsHealthyAfterItsProbation()
    {
        LivenessWorld world = new(8, seed: 2);
        world.Run(Warm);
        world.Dead.Add(3);
        world.Run(TimeSpan.FromSeconds(20));
        Assert.Equal(PeerStatus.Failed, world.Status(0, 3));
        world.Dead.Remove(3);
        world.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(PeerStatus.Suspected, world.Status(0, 3));
        world.Run(TimeSpan.FromSeconds(15));
        Assert.Equal(PeerStatus.Healthy, world.Status(0, 3));
    }

    [Fact]
    public void Step_ASuspectThatHearsOfIt_ObjectsInANewIncarnation()
    {
        FaultDetector detector = new(TestNodes.Id(0), new FaultDetectorOptions(), new TestEntropy(1));
        Assert.Equal(new TellAlive(5), Assert.Single(detector.Step(new SuspicionHeard(TestNodes.Id(0), 4), TimeSpan.Zero)));
        Assert.Equal(1, detector.LocalHealth);
        Assert.Empty(detector.Step(new SuspicionHeard(TestNodes.Id(0), 4), TimeSpan.Zero));
        Assert.Empty(detector.Step(new SuspicionHeard(TestNodes.Id(1), 4), TimeSpan.Zero));
    }

    [Fact]
    public void Phi_OfSilence_GrowsWithoutEnd()
    {
        ArrivalHistory history = new(TimeSpan.FromSeconds(1), TimeSpan.Zero);
        for (int second = 1; second <= 50; second++)
        {
            history.Hear(TimeSpan.FromSeconds(second));
        }

        double[] levels = [.. Enumerable.Range(0, 20).Select(second => history.Phi(TimeSpan.FromSeconds(50 + second)))];
        Assert.True(levels[0] < 0.1);
        Assert.True(levels[4] > 8);
        Assert.Equal(levels.Order(), levels);
        Assert.All(levels, level => Assert.True(double.IsFinite(level)));
    }
}
