using System.Runtime.InteropServices;
using DaaCompute.Net.Training.Fakes;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Runtime;

public sealed class AllReduceGroupTests
{
    private const int Length = 10_000;

    [Theory]
    [InlineData(1, ReduceOperation.Mean)]
    [InlineData(2, ReduceOperation.Sum)]
    [InlineData(3, ReduceOperation.Mean)]
    [InlineData(5, ReduceOperation.Max)]
    public async Task AllReduce_AllWell_EveryMemberHoldsTheSameBits(int members, ReduceOperation operation)
    {
        await using TestGroup group = await TestGroup.CreateAsync(members);
        for (int round = 0; round < 3; round++)
        {
            (float[] Vector, Exception? Error)[] results = await group.ReduceAsync(Length + round, operation);
            AssertSame(results, members);
            AssertValue(results[0].Vector, operation, [.. Enumerable.Range(0, members)]);
        }

        Assert.All(group.Groups, one => Assert.Equal(3, one.Statistics.Operations));
        Assert.Equal(members == 1, group.Groups[0].Statistics.BytesSent == 0);
        Assert.Equal(members, group.Groups[0].Members.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, members), group.Groups.Select(one => one.Rank).Order());
    }

    [Fact]
    public async Task AllReduce_AMillionElements_EveryMemberHoldsTheSameBits()
    {
        AllReduceOptions options = TestGroup.Options(4);
        options.PieceSize = 256 * 1024;
        await using TestGroup group = await TestGroup.CreateAsync(4, options);
        AssertSame(await group.ReduceAsync(1_000_000, ReduceOperation.Mean), 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task AllReduce_FewerElementsThanMembers_Works(int length)
    {
        await using TestGroup group = await TestGroup.CreateAsync(4);
        AssertSame(await group.ReduceAsync(length, ReduceOperation.Sum), 4);
    }

    [Fact]
    public async Task AllReduce_AMemberIsKilledAfterAnyNumberOfBlocks_SurvivorsFinishAlike()
    {
        for (int blocks = 0; blocks < 120; blocks += 3)
        {
            await using TestGroup group = await TestGroup.CreateAsync(4);
            FakeNetwork victim = group.AtRank(blocks % 4).Node.Network;
            int count = 0;
            group.Hub.OnTransfer = (_, _, protocol, _) =>
            {
                if (protocol == GroupProtocols.Ring && Interlocked.Increment(ref count) == blocks)
                {
                    victim.Kill();
                }

                return ValueTask.CompletedTask;
            };
            if (blocks == 0)
            {
                victim.Kill();
            }

            (float[] Vector, Exception? Error)[] results = await group.ReduceAsync(Length, ReduceOperation.Sum);
            int dead = group.Nodes.FindIndex(node => node.Network == victim) - 1;
            (float[] Vector, Exception? Error)[] survivors = [.. results.Where((_, member) => member != dead)];
            AssertSame(survivors, 3);
            int[] all = [.. Enumerable.Range(0, 4)];
            bool withDead = Fits(survivors[0].Vector, ReduceOperation.Sum, all);
            Assert.True(withDead || Fits(survivors[0].Vector, ReduceOperation.Sum, [.. all.Where(member => member != dead)]));
        }
    }

    [Fact]
    public async Task AllReduce_AMemberFallsSilent_OthersFinishAndItKeepsItsVector()
    {
        foreach (int blocks in (int[])[1, 10, 40])
        {
            await using TestGroup group = await TestGroup.CreateAsync(4);
            PeerId silent = group.AtRank(2).Node.Network.LocalPeer.Id;
            var heal = new TaskCompletionSource();
            int count = 0;
            group.Hub.OnTransfer = async (from, to, protocol, _) =>
            {
                bool begun = protocol == GroupProtocols.Ring ? Interlocked.Increment(ref count) >= blocks : count >= blocks;
                if (begun && (from == silent || to == silent))
                {
                    await heal.Task;
                }
            };
            int index = group.Groups.IndexOf(group.AtRank(2).Group);
            (float[] Vector, Exception? Error)[] results = await group.ReduceAsync(Length, ReduceOperation.Sum);
            AssertSame([.. results.Where((_, member) => member != index)], 3);

            // Alone it may go on by itself (MinimumMembers is 1), but never with half a result.
            float[] own = results[index].Vector;
            Assert.True(own.AsSpan().SequenceEqual(TestGroup.Input(index, Length)));
            Assert.All(group.Groups.Where((_, member) => member != index), one =>
                Assert.Equal(AllReduceFailureReason.HeartbeatLost, Assert.Single(one.Statistics.Dropped).Reason));
            heal.SetResult();
        }
    }

    [Fact]
    public async Task AllReduce_SlowLink_NobodyIsDropped()
    {
        await using TestGroup group = await TestGroup.CreateAsync(3);
        PeerId slow = group.AtRank(1).Node.Network.LocalPeer.Id;
        group.Hub.OnTransfer = async (from, _, protocol, _) =>
        {
            if (from == slow && protocol == GroupProtocols.Ring)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), group.Time);
            }
        };
        AssertSame(await group.ReduceAsync(Length, ReduceOperation.Sum), 3);
        Assert.All(group.Groups, one => Assert.Empty(one.Statistics.Dropped));
    }

    [Fact]
    public async Task AllReduce_LateMember_IsTakenInBetweenOperations()
    {
        await using TestGroup group = await TestGroup.CreateAsync(2);
        AssertSame(await group.ReduceAsync(Length, ReduceOperation.Sum), 2);
        TestNode late = await group.AddNodeAsync();
        await late.Network.ConnectAsync(group.Nodes[0].Network.LocalPeer.Id);
        group.Groups.Add(await group.WithTimeAsync(late.JoinAsync(TestGroup.Options(3))));
        AssertSame(await group.ReduceAsync(Length, ReduceOperation.Sum), 3);
        Assert.All(group.Groups, one => Assert.Equal(3, one.Members.Length));
    }

    [Fact]
    public async Task Dispose_AMemberLeaves_OthersGoOnAndKnowWhy()
    {
        await using TestGroup group = await TestGroup.CreateAsync(3);
        AssertSame(await group.ReduceAsync(Length, ReduceOperation.Sum), 3);
        IAllReduceGroup left = group.Groups[2];
        await left.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await left.AllReduceAsync(new float[1], ReduceOperation.Sum));
        group.Groups.RemoveAt(2);
        AssertSame(await group.ReduceAsync(Length, ReduceOperation.Sum), 2);
        Assert.Equal(AllReduceFailureReason.Left, Assert.Single(group.Groups[0].Statistics.Dropped).Reason);
    }

    [Fact]
    public async Task AllReduce_Cancelled_KeepsTheVectorAndLeaves()
    {
        await using TestGroup group = await TestGroup.CreateAsync(3);
        using var cancel = new CancellationTokenSource();
        float[] vector = TestGroup.Input(0, Length);
        Task cancelled = group.Groups[0].AllReduceAsync(vector, ReduceOperation.Sum, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(TestGroup.Input(0, Length), vector);
        group.Groups.RemoveAt(0);
        AssertSame(await group.ReduceAsync(Length, ReduceOperation.Sum), 2);
    }

    [Fact]
    public async Task AllReduce_OwnVectorIsNotFinite_IsRefusedAndTheOthersFinish()
    {
        await using TestGroup group = await TestGroup.CreateAsync(3);
        float[] vector = TestGroup.Input(0, Length);
        vector[7] = float.NaN;
        AllReduceFailedException refused = await Assert.ThrowsAsync<AllReduceFailedException>(
            async () => await group.Groups[0].AllReduceAsync(vector, ReduceOperation.Sum));
        Assert.Equal(AllReduceFailureReason.NonFinite, refused.Reason);
        group.Groups.RemoveAt(0);
        AssertSame(await group.ReduceAsync(Length, ReduceOperation.Sum), 2);
        Assert.Equal(AllReduceFailureReason.NonFinite, Assert.Single(group.Groups[0].Statistics.Dropped).Reason);
    }

    [Fact]
    public async Task AllReduce_OneHasAnotherLength_IsDroppedAndNamed()
    {
        await using TestGroup group = await TestGroup.CreateAsync(4);
        IAllReduceGroup odd = group.AtRank(2).Group;
        PeerId oddPeer = group.AtRank(2).Node.Network.LocalPeer.Id;
        Task<(float[] Vector, Exception? Error)>[] runs = [.. group.Groups.Select((one, member) =>
            TestGroup.OneAsync(one, TestGroup.Input(member, one == odd ? Length + 8 : Length), ReduceOperation.Sum))];
        (float[] Vector, Exception? Error)[] results = await group.WithTimeAsync(Task.WhenAll(runs));
        int index = group.Groups.IndexOf(odd);
        AssertSame([.. results.Where((_, member) => member != index)], 3);
        Assert.IsType<AllReduceFailedException>(results[index].Error);
        Assert.All(group.Groups.Where(one => one != odd), one =>
            Assert.Equal(oddPeer, Assert.Single(one.Statistics.Dropped).Peer));
    }

    [Fact]
    public async Task AllReduce_WhileOneRuns_IsRefused()
    {
        await using TestGroup group = await TestGroup.CreateAsync(2);
        Task first = group.Groups[0].AllReduceAsync(new float[10], ReduceOperation.Sum).AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await group.Groups[0].AllReduceAsync(new float[10], ReduceOperation.Sum));
        await group.Groups[1].AllReduceAsync(new float[10], ReduceOperation.Sum);
        await first;
    }

    [Fact]
    public async Task AllReduce_WithProgress_EndsAtTheTotal()
    {
        await using TestGroup group = await TestGroup.CreateAsync(2);
        var progress = new LastProgress();
        Task other = group.Groups[1].AllReduceAsync(new float[Length], ReduceOperation.Sum).AsTask();
        await group.Groups[0].AllReduceAsync(new float[Length], ReduceOperation.Sum, progress);
        await other;
        Assert.Equal(Length, progress.Last.Received);
        Assert.Equal(2, progress.Last.Members);
    }

    [Fact]
    public async Task JoinGroup_Twice_IsRefused()
    {
        await using TestGroup group = await TestGroup.CreateAsync(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => group.Nodes[1].JoinAsync(TestGroup.Options(1)));
    }

    [Fact]
    public async Task JoinGroup_NobodyComes_FailsAtTheDeadline()
    {
        await using TestGroup group = await TestGroup.CreateAsync(1);
        AllReduceOptions options = TestGroup.Options(2);
        options.MinimumMembers = 2;
        options.FormationDeadline = TimeSpan.FromMilliseconds(200);
        Task<IAllReduceGroup> join = group.Nodes[0].Training.JoinGroupAsync(new GroupId("lonely"), options).AsTask();
        AllReduceFailedException failed = await Assert.ThrowsAsync<AllReduceFailedException>(() => group.WithTimeAsync(join));
        Assert.Equal(AllReduceFailureReason.FormationTimedOut, failed.Reason);
        Assert.Equal("formation", failed.Step);
    }

    private static void AssertSame((float[] Vector, Exception? Error)[] results, int count)
    {
        Assert.Equal(count, results.Length);
        Assert.All(results, result => Assert.Null(result.Error));
        Assert.All(results, result => Assert.True(
            MemoryMarshal.AsBytes<float>(result.Vector).SequenceEqual(MemoryMarshal.AsBytes<float>(results[0].Vector))));
    }

    private static void AssertValue(float[] vector, ReduceOperation operation, int[] members) =>
        Assert.True(Fits(vector, operation, members));

    private static bool Fits(float[] vector, ReduceOperation operation, int[] members)
    {
        float[][] inputs = [.. members.Select(member => TestGroup.Input(member, vector.Length))];
        for (int index = 0; index < vector.Length; index++)
        {
            double[] values = [.. inputs.Select(input => (double)input[index])];
            double expected = operation switch
            {
                ReduceOperation.Sum => values.Sum(),
                ReduceOperation.Mean => values.Average(),
                _ => values.Max(),
            };
            if (Math.Abs(vector[index] - expected) > 1e-5)
            {
                return false;
            }
        }

        return true;
    }

    private sealed class LastProgress : IProgress<AllReduceProgress>
    {
        public AllReduceProgress Last { get; private set; }

        public void Report(AllReduceProgress value) => Last = value;
    }
}
