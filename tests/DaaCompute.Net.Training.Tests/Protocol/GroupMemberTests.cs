using System.Runtime.InteropServices;

namespace DaaCompute.Net.Training.Protocol;

public sealed class GroupMemberTests
{
    private const int Operations = 3;

    [Fact]
    public void Formation_AnyOrderOfMessages_EveryMemberAdoptsTheSameView()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            int members = 1 + (seed % 8);
            var cluster = new ModelCluster(members, seed);
            Assert.True(cluster.RunUntil(() => cluster.Nodes.All(node => node.Core.View?.Size == members)), $"seed {seed}");
            Assert.Single(cluster.Nodes.Select(node => node.Core.View!.Epoch).Distinct());
        }
    }

    [Fact]
    public void Formation_NobodySaysHowMany_FormsOnceNobodyNewComes()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var cluster = new ModelCluster(5, seed, options: new AllReduceOptions());
            Assert.True(cluster.RunUntil(() => cluster.Nodes.All(node => node.Core.View?.Size == 5)), $"seed {seed}");
        }
    }

    [Fact]
    public void Formation_TooFew_FailsAtTheDeadline()
    {
        var cluster = new ModelCluster(2, 1, options: new AllReduceOptions { MinimumMembers = 3 });
        Assert.True(cluster.RunUntil(() => cluster.Nodes.All(node => node.Failure is not null)));
        Assert.All(cluster.Nodes, node => Assert.Equal(AllReduceFailureReason.FormationTimedOut, node.Failure!.Reason));
        Assert.Equal(TimeSpan.FromSeconds(60), cluster.Now);
    }

    [Fact]
    public void Formation_TwoGroupsOfOne_BecomeOneGroup()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            bool isCut = true;
            var options = new AllReduceOptions { MinimumMembers = 1 };
            var cluster = new ModelCluster(2, seed, options: options) { IsCut = (_, _, _) => isCut };
            Assert.True(cluster.RunUntil(() => cluster.Nodes.All(node => node.Core.View?.Size == 1)));
            isCut = false;
            Assert.True(cluster.RunUntil(() => cluster.Nodes.All(node => node.Core.View?.Size == 2)), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Run_OneMemberFreezesAtEveryStep_OthersFinishAndTheThawedOneFindsOut(int members)
    {
        for (int step = 0; step < 150; step += members)
        {
            ModelCluster cluster = Formed(members, step);
            ModelNode frozen = cluster.Nodes[step % members];
            long start = cluster.Steps;
            cluster.BeforeStep = () =>
            {
                frozen.IsFrozen |= cluster.Steps - start == step;
                cluster.BeginOperations(Operations + 3);
            };
            string run = $"members {members} step {step}";
            Assert.True(cluster.RunUntil(() => frozen.IsFrozen
                && cluster.Running.All(node => node.Core.Committed >= Operations + 3)), "stuck: " + run);
            cluster.BeforeStep = () => cluster.BeginOperations(Operations + 3);
            frozen.IsFrozen = false;
            bool settled = cluster.RunUntil(() => frozen.Failure is not null || frozen.Results.Count == Operations + 3, 30);
            Assert.True(settled, "thawed: " + run);
            Assert.Equal(AllReduceFailureReason.Excluded, frozen.Failure?.Reason ?? AllReduceFailureReason.Excluded);
            Assert.All(cluster.Nodes, node => Assert.True(node == frozen || node.Failure is null, run + node.Failure));
            cluster.CheckResults(Operations, run);
        }
    }

    [Fact]
    public void Run_MemberJoinsLate_IsTakenInAtABoundary()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            ModelCluster cluster = Formed(3, seed);
            ModelNode? late = null;
            long start = cluster.Steps;
            cluster.BeforeStep = () =>
            {
                if (late is null && cluster.Steps - start == seed)
                {
                    late = cluster.Add(new AllReduceOptions { MinimumMembers = 2 });
                }

                cluster.BeginOperations(late is null || late.Core.View is null ? 60 : Operations + 60);
            };
            Assert.True(cluster.RunUntil(() => late?.Results.Count >= Operations), $"seed {seed}");
            Assert.All(cluster.Nodes, node => Assert.Null(node.Failure));
            Assert.Equal(4, cluster.Nodes[0].Core.View!.Size);
            cluster.CheckResults((int)cluster.Nodes.Min(node => node.Core.Committed), $"seed {seed}");
        }
    }

    [Fact]
    public void Run_MemberLeavesAnywhere_OthersGoOn()
    {
        for (int step = 0; step < 150; step++)
        {
            ModelCluster cluster = Formed(4, step);
            long start = cluster.Steps;
            cluster.BeforeStep = () =>
            {
                if (cluster.Steps - start == step)
                {
                    cluster.Nodes[step % 4].Leave();
                }

                cluster.BeginOperations(Operations);
            };
            Assert.True(cluster.RunUntil(() => cluster.Running.All(node => node.Results.Count >= Operations)), $"step {step}");
            cluster.CheckResults(Operations, $"step {step}");
        }
    }

    [Fact]
    public void Run_OneWayCut_LinkIsBrokenUpAndTheRestFinish()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            ModelCluster cluster = Formed(4, seed);
            ModelNode deaf = cluster.Nodes[seed % 4];
            ModelNode mute = cluster.Nodes[(seed + 1 + (seed % 3)) % 4];
            cluster.IsCut = (from, to, _) => from == mute && to == deaf;
            cluster.BeforeStep = () => cluster.BeginOperations(Operations);
            bool finished = cluster.RunUntil(() =>
                cluster.Running.Count() == 3 && cluster.Running.All(node => node.Results.Count >= Operations), 300);
            Assert.True(finished, $"seed {seed}: {string.Join(" | ", cluster.Nodes.Select(node => node.Describe() + node.Failure))}");
            cluster.CheckResults(Operations, $"seed {seed}");
        }
    }

    [Fact]
    public void Run_DataLinkIsDeadButHeartbeatsPass_TheReceiverIsDropped()
    {
        ModelCluster cluster = Formed(3, 1);
        MemberId[] ring = [.. cluster.Nodes[0].Core.View!.Members];
        cluster.IsCut = (from, to, message) => message is ModelMessage.Piece && from.Id == ring[0] && to.Id == ring[1];
        cluster.BeforeStep = () => cluster.BeginOperations(Operations);
        Assert.True(cluster.RunUntil(() => cluster.Running.Count() == 2
            && cluster.Running.All(node => node.Results.Count >= Operations)));
        ModelNode dropped = cluster.Nodes.Single(node => node.Failure is not null);
        Assert.Equal(ring[1], dropped.Id);
        Assert.Contains(nameof(AllReduceFailureReason.Stalled), dropped.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NaN", AllReduceFailureReason.NonFinite)]
    [InlineData("length", AllReduceFailureReason.WrongLength)]
    [InlineData("type", AllReduceFailureReason.WrongLength)]
    [InlineData("offset", AllReduceFailureReason.ProtocolViolation)]
    public void Run_OneSendsWhatIsRefused_IsDroppedAndNamed(string fault, AllReduceFailureReason reason)
    {
        ModelCluster cluster = Formed(4, 3);
        ModelNode offender = cluster.Nodes[2];
        offender.CorruptPiece = (header, bytes) => Spoil(fault, header, bytes);
        cluster.BeforeStep = () => cluster.BeginOperations(Operations);
        Assert.True(cluster.RunUntil(() => cluster.Running.Count() == 3
            && cluster.Running.All(node => node.Results.Count >= Operations)));
        Assert.Contains(reason.ToString(), offender.Failure!.Message, StringComparison.Ordinal);
        cluster.CheckResults(Operations, fault);
    }

    [Fact]
    public void Run_OneMemberForwardsOtherBits_TheMinorityIsFoundByItsDigest()
    {
        ModelCluster cluster = Formed(3, 9);
        MemberId[] ring = [.. cluster.Nodes[0].Core.View!.Members];

        // The last member to receive a finished segment gets other bits than the two before it.
        cluster.Nodes.Single(node => node.Id == ring[1]).CorruptPiece = (header, bytes) =>
        {
            if (header.Step == 3 && header.Epoch == 1)
            {
                bytes[0] ^= 1;
            }

            return header;
        };
        cluster.BeforeStep = () => cluster.BeginOperations(Operations);
        Assert.True(cluster.RunUntil(() => cluster.Running.Count() == 2
            && cluster.Running.All(node => node.Results.Count >= Operations)));
        Assert.Equal(
            AllReduceFailureReason.DigestMismatch, cluster.Nodes.Single(node => node.Id == ring[2]).Failure!.Reason);
        cluster.CheckResults(Operations, "digest");
    }

    [Fact]
    public void Run_SurvivorsBelowTheMinimum_FailWithThePeerNamed()
    {
        var options = new AllReduceOptions { MinimumMembers = 3, ExpectedMembers = 3 };
        var cluster = new ModelCluster(3, 4, options: options);
        Assert.True(cluster.RunUntil(() => cluster.Nodes.All(node => node.Core.View is not null)));
        cluster.BeginOperations(1);
        cluster.Crash(cluster.Nodes[0]);
        Assert.True(cluster.RunUntil(() => cluster.Nodes.Skip(1).All(node => node.Failure is not null)));
        Assert.All(cluster.Nodes.Skip(1), node => Assert.Equal(AllReduceFailureReason.TooFewMembers, node.Failure!.Reason));
        Assert.Contains(cluster.Nodes.Skip(1), node => node.Failure!.Peer == cluster.Nodes[0].Id.Peer);
    }

    [Fact]
    public void Run_MoreThanTheMaximum_WaitOutside()
    {
        var options = new AllReduceOptions { MinimumMembers = 1, MaximumMembers = 3, ExpectedMembers = 3 };
        var cluster = new ModelCluster(5, 4, options: options);
        cluster.BeforeStep = () => cluster.BeginOperations(Operations);
        Assert.True(cluster.RunUntil(() => cluster.Nodes.Count(node => node.Results.Count >= Operations) == 3));
        Assert.Equal(2, cluster.Nodes.Count(node => node.Core.View is null));
    }

    private static ModelCluster Formed(int members, int seed)
    {
        var cluster = new ModelCluster(members, seed);
        Assert.True(cluster.RunUntil(() => cluster.Nodes.All(node => node.Core.View?.Size == members)), "formation");
        return cluster;
    }

    private static Wire.PieceHeader Spoil(string fault, Wire.PieceHeader header, byte[] bytes)
    {
        switch (fault)
        {
            case "NaN":
                MemoryMarshal.Write(bytes, float.NaN);
                return header;
            case "length":
                return header with { VectorLength = header.VectorLength + 1 };
            case "type":
                return header with { Operation = ReduceOperation.Max };
            default:
                return header with { Offset = header.Offset + 1 };
        }
    }
}
