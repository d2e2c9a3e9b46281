using DaaCompute.Net.Training.Fakes;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>Several nodes that share one bootstrap peer and have joined one group.</summary>
internal sealed class TestGroup : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public FakeHub Hub { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public List<TestNode> Nodes { get; } = [];

    public List<IAllReduceGroup> Groups { get; private set; } = [];

    public static async Task<TestGroup> CreateAsync(int members, AllReduceOptions? options = null)
    {
        var group = new TestGroup();
        options ??= Options(members);
        TestNode bootstrap = await group.AddNodeAsync();
        for (int member = 0; member < members; member++)
        {
            TestNode node = await group.AddNodeAsync();
            await node.Network.ConnectAsync(bootstrap.Network.LocalPeer.Id);
        }

        Task<IAllReduceGroup>[] joins = [.. group.Nodes.Skip(1).Select(node => node.JoinAsync(options))];
        group.Groups = [.. await Task.WhenAll(joins).WaitAsync(Patience)];
        return group;
    }

    /// <summary>
    /// Heartbeats of 10 ms and a long time-out in heartbeats, so that a busy test machine is not taken for dead.
    /// </summary>
    public static AllReduceOptions Options(int members) => new()
    {
        MinimumMembers = 1,
        ExpectedMembers = members,
        HeartbeatInterval = TimeSpan.FromMilliseconds(10),
        HeartbeatTimeout = TimeSpan.FromMilliseconds(400),
        ChunkDeadline = TimeSpan.FromMilliseconds(400),
        PieceSize = 1024,
    };

    public async Task<TestNode> AddNodeAsync()
    {
        TestNode node = await TestNode.StartAsync(Hub, Nodes.Count, Time);
        Nodes.Add(node);
        return node;
    }

    /// <summary>The node that holds a rank in the first view.</summary>
    public (TestNode Node, IAllReduceGroup Group) AtRank(int rank)
    {
        int index = Groups.FindIndex(group => group.Rank == rank);
        return (Nodes[index + 1], Groups[index]);
    }

    public static float[] Input(int member, int length)
    {
        var random = new Random(member);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    /// <summary>Runs one operation on all groups; a null result is one that threw.</summary>
    public async Task<(float[] Vector, Exception? Error)[]> ReduceAsync(int length, ReduceOperation operation)
    {
        Task<(float[], Exception?)>[] runs = [.. Groups.Select((group, member) => OneAsync(group, Input(member, length), operation))];
        return await WithTimeAsync(Task.WhenAll(runs));
    }

    public static async Task<(float[] Vector, Exception? Error)> OneAsync(
        IAllReduceGroup group, float[] vector, ReduceOperation operation)
    {
        try
        {
            await group.AllReduceAsync(vector, operation);
            return (vector, null);
        }
        catch (Exception exception) when (exception is DaaComputeException or ObjectDisposedException)
        {
            return (vector, exception);
        }
    }

    /// <summary>Lets virtual time pass, slowly enough for real threads, until the task ends.</summary>
    public async Task<T> WithTimeAsync<T>(Task<T> task)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.WhenAny(task, Task.Delay(10));
            Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        return await task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestNode node in Nodes)
        {
            await node.DisposeAsync().AsTask().WaitAsync(Patience);
        }
    }
}
