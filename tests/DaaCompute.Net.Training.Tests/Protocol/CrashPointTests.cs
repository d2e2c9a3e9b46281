namespace DaaCompute.Net.Training.Protocol;

/// <summary>Members die at every point of an operation, alone, in pairs, and while the others recover.</summary>
public sealed class CrashPointTests
{
    private const int Operations = 3;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Run_OneMemberDiesAtEveryStep_SurvivorsAgreeOnEveryOperation(int members)
    {
        long steps = Run(members, seed: 1, []);
        for (int victim = 0; victim < members; victim++)
        {
            for (long step = 0; step <= steps; step++)
            {
                Run(members, seed: (int)step + 1, [(victim, step)]);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void Run_TwoMembersDieAtAnyTwoSteps_SurvivorsAgreeOnEveryOperation(int members)
    {
        var random = new Random(members);
        for (int seed = 0; seed < 600; seed++)
        {
            int first = random.Next(members);
            int second = (first + 1 + random.Next(members - 1)) % members;
            long step = random.Next(400);

            // Half of the time the second dies within a few steps of the first: while the others recover.
            long later = seed % 2 == 0 ? step + random.Next(40) : random.Next(400);
            Run(members, seed, [(first, step), (second, later)]);
        }
    }

    [Fact]
    public void Run_AllButOneDie_TheLastFinishesAlone()
    {
        var random = new Random(5);
        for (int seed = 0; seed < 300; seed++)
        {
            (int, long)[] crashes = [.. Enumerable.Range(1, 4).Select(victim => (victim, (long)random.Next(300)))];
            Run(5, seed, crashes);
        }
    }

    /// <summary>
    /// Runs some operations under a schedule of crashes and checks what must hold; returns the steps taken.
    /// </summary>
    private static long Run(int members, int seed, (int Victim, long Step)[] crashes)
    {
        var cluster = new ModelCluster(members, seed);
        Assert.True(cluster.RunUntil(() => cluster.Nodes.All(node => node.Core.View?.Size == members)), "formation");
        long start = cluster.Steps;
        cluster.BeforeStep = () =>
        {
            foreach ((int victim, long step) in crashes)
            {
                if (cluster.Steps - start == step && !cluster.Nodes[victim].IsDead)
                {
                    cluster.Crash(cluster.Nodes[victim]);
                }
            }

            cluster.BeginOperations(Operations);
        };
        bool finished = cluster.RunUntil(() => cluster.Running.All(node => node.Results.Count >= Operations));
        long steps = cluster.Steps - start;
        string run = $"members {members} seed {seed} crashes {string.Join(' ', crashes)}";
        Assert.True(finished, $"stuck: {run}: {string.Join(" | ", cluster.Running.Select(node => node.Describe()))}");
        Assert.All(cluster.Nodes, node => Assert.True(node.Failure is null, run + " failed: " + node.Failure));
        cluster.CheckResults(Operations, run);
        return steps;
    }
}
