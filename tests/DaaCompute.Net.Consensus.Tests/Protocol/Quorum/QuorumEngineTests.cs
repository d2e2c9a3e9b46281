using System.Collections.Immutable;
using System.Globalization;

namespace DaaCompute.Net.Consensus.Tests.Protocol.Quorum;

public sealed class QuorumEngineTests
{
    private static readonly Behaviour[] Bad = [.. Enum.GetValues<Behaviour>().Where(one => one != Behaviour.Honest)];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void Propose_NobodyLies_EverybodyHasItInFourDelays(int count)
    {
        EngineNetwork network = new(1, [.. Enumerable.Repeat(Behaviour.Honest, count)]) { Jitter = TimeSpan.Zero };
        network.Start();
        network.RunFor(TimeSpan.FromSeconds(5.5));
        TimeSpan begin = network.Now;
        network[0].Propose("one");
        Assert.True(network.RunUntil(() => network.Honest.All(node => node.Final.ContainsKey("one")), TimeSpan.FromSeconds(2)));

        // Propose, and three more vertices of everybody's that each take a delay; a millisecond each for the disk.
        TimeSpan most = network.Honest.Max(node => node.Final["one"] - begin);
        Assert.True(most <= (4 * network.Delay) + TimeSpan.FromMilliseconds(5), $"it took {most}");
        Assert.Null(network.Disagreement());
    }

    [Fact]
    public void Step_NothingToAgreeOn_MakesAVertexASecond()
    {
        EngineNetwork network = new(2, [.. Enumerable.Repeat(Behaviour.Honest, 4)]);
        network.Start();
        network.RunFor(TimeSpan.FromSeconds(30));
        Assert.InRange(network[0].Engine.OwnRound, 20, 35);
    }

    [Fact]
    public void Step_OneOfFourIsSilent_OthersGoOn()
    {
        EngineNetwork network = new(3, [Behaviour.Honest, Behaviour.Silent, Behaviour.Honest, Behaviour.Honest]);
        network.Start();
        for (int number = 0; number < 20; number++)
        {
            network[2].Propose(Text(2, number));
            network.RunFor(TimeSpan.FromMilliseconds(100));
        }

        Assert.True(network.RunUntil(() => network.Honest.All(node => node.Final.Count == 20), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Step_TwoOfFourAreSilent_NothingBecomesFinal()
    {
        EngineNetwork network = new(4, [Behaviour.Honest, Behaviour.Silent, Behaviour.Silent, Behaviour.Honest]);
        network.Start();
        network[0].Propose("one");
        network.RunFor(TimeSpan.FromSeconds(30));
        Assert.Empty(network[0].Order);
    }

    [Fact]
    public void Step_EveryAdversaryAndLoss_HonestAgreeAndFinish()
    {
        for (ulong seed = 1; seed <= 150; seed++)
        {
            Try(seed);
        }
    }

    [Fact]
    public void Step_Weights_DecideInsteadOfHeads()
    {
        // Of 12, f is 3 and a quorum 9: the two heavy ones and any other.
        EngineNetwork network = new(
            5, [Behaviour.Honest, Behaviour.Honest, Behaviour.Honest, Behaviour.Silent, Behaviour.Silent], [5, 4, 1, 1, 1]);
        network.Start();
        network[2].Propose("one");
        Assert.True(network.RunUntil(() => network.Honest.All(node => node.Final.ContainsKey("one")), TimeSpan.FromSeconds(20)));

        EngineNetwork light = new(
            6, [Behaviour.Silent, Behaviour.Honest, Behaviour.Honest, Behaviour.Honest, Behaviour.Honest], [5, 4, 1, 1, 1]);
        light.Start();
        light[2].Propose("one");
        light.RunFor(TimeSpan.FromSeconds(20));
        Assert.Empty(light[1].Order);
    }

    [Fact]
    public void Step_EquivocatorAmongFour_IsFoundOutByEveryHonestOne()
    {
        EngineNetwork network = new(7, [Behaviour.Honest, Behaviour.Equivocates, Behaviour.Honest, Behaviour.Honest]);
        network.Start();
        network[0].Propose("one");
        Assert.True(network.RunUntil(
            () => network.Honest.All(node => node.Final.ContainsKey("one") && node.Engine.Banned != 0), TimeSpan.FromSeconds(30)));
        Assert.All(network.Honest, static node => Assert.Equal(0b10UL, node.Engine.Banned));
        Assert.Contains(network.Honest, static node => node.Equivocations.Exists(
            static pair => pair.First.Author == 1 && pair.First.Round == pair.Second.Round && pair.First.Id != pair.Second.Id));
    }

    private static void Try(ulong seed)
    {
        SplitMixRandom random = new(seed ^ 0xC0FFEE);
        int count = 4 + random.Below(7);
        int faulty = (count - 1) / 3;
        ImmutableArray<Behaviour> behaviours =
            [.. Enumerable.Range(0, count).Select(index => index < faulty ? Bad[random.Below(Bad.Length)] : Behaviour.Honest)];
        EngineNetwork network = new(seed, behaviours) { Loss = 0.3 * random.Unit() };
        network.Start();
        HashSet<string> proposed = [];
        for (int step = 0; step < 60; step++)
        {
            EngineNode node = network.Honest.ElementAt(random.Below(count - faulty));
            string text = Text(node.Index, step);
            proposed.Add(text);
            node.Propose(text);
            if (random.Chance(0.1))
            {
                int border = random.Below(count);
                network.IsCut = (from, to) => (from < border) != (to < border);
            }
            else if (random.Chance(0.2))
            {
                network.IsCut = static (_, _) => false;
            }

            network.RunFor(TimeSpan.FromMilliseconds(random.Below(300)));
            Assert.True(network.Disagreement() is null, $"seed {seed}: {network.Disagreement()}");
        }

        network.IsCut = static (_, _) => false;
        network.Loss = 0;
        bool finished = network.RunUntil(
            () => network.Honest.All(node => proposed.All(node.Final.ContainsKey)), TimeSpan.FromSeconds(60));
        Assert.True(network.Disagreement() is null, $"seed {seed}: {network.Disagreement()}");
        Assert.True(finished, $"seed {seed} ({string.Join(' ', behaviours)}): " + string.Join(
            ", ", network.Honest.Select(node => $"{node.Index}: own {node.Engine.OwnRound} decided {node.Engine.DecidedRound} lacks {proposed.Count(text => !node.Final.ContainsKey(text))}")));
    }

    private static string Text(int node, int number) => string.Create(CultureInfo.InvariantCulture, $"{node}/{number}");
}
