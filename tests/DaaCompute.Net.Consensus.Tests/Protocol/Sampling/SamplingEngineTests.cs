using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Protocol.Sampling;
using FsCheck;
using FsCheck.Fluent;

namespace DaaCompute.Net.Consensus.Tests.Protocol.Sampling;

public sealed class SamplingEngineTests
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void OneCandidate_NobodyObjects_IsFinalAfterThreePolls()
    {
        SamplingSwarm swarm = new(100, seed: 1);
        ImmutableArray<VertexId> only = swarm.Rivals(1);
        Assert.True(swarm.RunUntil(() => swarm.AllFinal(1), Minutes));
        Assert.All(swarm.Honest, one => Assert.Equal(only, swarm.Final[one]));

        // Three polls of 20 each, and a few that began before everybody knew the candidate.
        Assert.InRange(swarm.Queries, 3 * 20 * 100, 5 * 20 * 100);
    }

    [Theory]
    [InlineData(100, 2)]
    [InlineData(200, 2)]
    [InlineData(100, 5)]
    [InlineData(500, 2)]
    public void Rivals_SeenFirstByEqualShares_OneBecomesFinalEverywhere(int validators, int rivals)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            SamplingSwarm swarm = new(validators, seed);
            swarm.Rivals(rivals);
            Assert.True(swarm.RunUntil(() => swarm.AllFinal(1), Minutes), $"seed {seed}");
            Assert.True(swarm.Agrees(), $"seed {seed}");
        }
    }

    [Fact]
    public void LiarsBelowAFifth_TryToKeepTheBalance_NeverSplitTheHonest()
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            SamplingSwarm swarm = new(100, seed, liars: 19);
            swarm.Rivals(2);
            swarm.RunUntil(() => swarm.AllFinal(1), Minutes);
            Assert.True(swarm.Agrees(), $"seed {seed}");
        }
    }

    [Fact]
    public void LiarsOfATenth_TheHonestFinish()
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            SamplingSwarm swarm = new(100, seed, liars: 10);
            swarm.Rivals(2);
            Assert.True(swarm.RunUntil(() => swarm.AllFinal(1), Minutes), $"seed {seed}");
            Assert.True(swarm.Agrees(), $"seed {seed}");
        }
    }

    [Fact]
    public void SilentOfATenth_AndLoss_TheHonestFinish()
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            SamplingSwarm swarm = new(100, seed, silent: 10, loss: 0.02);
            swarm.Rivals(2);
            Assert.True(swarm.RunUntil(() => swarm.AllFinal(1), Minutes), $"seed {seed}");
            Assert.True(swarm.Agrees(), $"seed {seed}");
        }
    }

    [Fact]
    public void Work_ProposersTakeTurns_HeightsFollowEachOther()
    {
        SamplingSwarm swarm = new(100, seed: 3);
        swarm.GiveWork();
        Assert.True(swarm.RunUntil(() => swarm.AllFinal(10), Minutes));
        Assert.True(swarm.Agrees());
    }

    [Fact]
    public void HalfSilent_NothingIsFinal_AndTheStallIsSaid()
    {
        SamplingSwarm swarm = new(100, seed: 1, silent: 50);
        swarm.Rivals(2);
        Assert.False(swarm.RunUntil(() => swarm.AllFinal(1), TimeSpan.FromMinutes(2)));
        Assert.True(swarm.Agrees());
        Assert.InRange(swarm.Stalls, 1, 50);
    }

    [Fact]
    public void Answer_OfANodeThatIsAhead_NamesWhatTheOtherCanCount()
    {
        SamplingSwarm swarm = new(100, seed: 4);
        swarm.GiveWork();
        Assert.True(swarm.RunUntil(() => swarm.Final.Any(one => one.Count >= 5), Minutes));

        // The last ones catch up though the first are five heights further.
        Assert.True(swarm.RunUntil(() => swarm.AllFinal(5), Minutes));
        Assert.True(swarm.Agrees());
    }

    [Fact]
    public void Snowflake_NegativeVotesOnAFollower_TakeNothingFromWhatItFollows()
    {
        SamplingParameters parameters = new();
        VertexId root = Id(0);
        CandidateTree tree = new(parameters, root, 0);
        Assert.True(tree.TryAdd(new Candidate(Id(1), root, 1)));
        Assert.True(tree.TryAdd(new Candidate(Id(2), Id(1), 2)));
        for (int poll = 0; poll < 3; poll++)
        {
            for (int vote = 0; vote < 20; vote++)
            {
                // Everybody rejects the follower: the vote names what it follows.
                tree.Count([Id(1)]);
            }

            tree.Conclude();
        }

        List<VertexId> rejected = [];
        Assert.Equal(Id(1), tree.Advance(rejected)?.Id);
        Assert.Null(tree.Advance(rejected));
        Assert.Empty(rejected);
    }

    [FsCheck.Xunit.Property(MaxTest = 200)]
    public Property Snowflake_IsFinal_OnlyAfterARunThatAThresholdAsksFor()
    {
        Gen<(int Leader, int Votes)[]> polls = (
            from leader in Gen.Choose(0, 1)
            from votes in Gen.Choose(7, 20)
            select (leader, votes)).ArrayOf();
        return Prop.ForAll(polls.ToArbitrary(), all =>
        {
            SamplingParameters parameters = new();
            Snowflake snowflake = new(parameters);
            snowflake.Add(Id(0));
            VertexId preference = Id(0);
            int[] runs = new int[parameters.Thresholds.Length];
            bool isFinal = false;
            foreach ((int leader, int votes) in all)
            {
                snowflake.Record(Id(leader), votes);
                if (isFinal)
                {
                    continue;
                }

                if (votes >= parameters.PreferenceQuorum && preference != Id(leader))
                {
                    preference = Id(leader);
                    runs = new int[runs.Length];
                }

                for (int index = 0; index < runs.Length; index++)
                {
                    runs[index] = votes >= parameters.Thresholds[index].Quorum ? runs[index] + 1 : 0;
                    isFinal |= runs[index] >= parameters.Thresholds[index].Polls;
                }
            }

            return snowflake.IsFinal == isFinal && snowflake.Preference == preference;
        });
    }

    private static VertexId Id(int number)
    {
        byte[] bytes = new byte[32];
        bytes[0] = (byte)number;
        return new VertexId(new ContentDigest(bytes));
    }
}
