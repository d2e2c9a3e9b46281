using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

public sealed class CommitQueueTests
{
    [Fact]
    public async Task TakeGroup_SeveralWaiting_TakesThemTogetherInOrder()
    {
        await using CommitQueue queue = new(8);
        CommitRequest[] requests = [.. Enumerable.Range(0, 5).Select(_ => new CommitRequest([], 10))];
        foreach (CommitRequest request in requests)
        {
            await queue.AddAsync(request, CancellationToken.None);
        }

        List<CommitRequest> group = [];
        Assert.True(queue.TakeGroup(group));
        Assert.Equal(requests, group);
    }

    [Fact]
    public async Task TakeGroup_ManyBytesWaiting_EndsTheGroup()
    {
        await using CommitQueue queue = new(8);
        for (int request = 0; request < 5; request++)
        {
            await queue.AddAsync(new CommitRequest([], 6 << 20), CancellationToken.None);
        }

        List<CommitRequest> group = [];
        Assert.True(queue.TakeGroup(group));
        Assert.Equal(3, group.Count);
    }

    [Fact]
    public async Task AddAsync_Full_WaitsForRoom()
    {
        await using CommitQueue queue = new(1);
        await queue.AddAsync(new CommitRequest([], 1), CancellationToken.None);
        Task second = queue.AddAsync(new CommitRequest([], 1), CancellationToken.None).AsTask();
        Assert.False(second.IsCompleted);

        Assert.True(queue.TakeGroup([]));
        await second;
    }

    [Fact]
    public async Task AddAsync_Closed_EvenForThoseWhoWait_IsDisposed()
    {
        CommitQueue queue = new(1);
        await queue.AddAsync(new CommitRequest([], 1), CancellationToken.None);
        Task[] waiting = [.. Enumerable.Range(0, 3).Select(_ => queue.AddAsync(new CommitRequest([], 1), CancellationToken.None).AsTask())];
        await queue.DisposeAsync();

        List<CommitRequest> group = [];
        Assert.True(queue.TakeGroup(group));
        Assert.Single(group);
        Assert.False(queue.TakeGroup(group));
        foreach (Task late in waiting)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => late);
        }
    }

    [Fact]
    public async Task Withdraw_BeforeItIsTaken_KeepsItOutOfTheGroup()
    {
        await using CommitQueue queue = new(8);
        CommitRequest withdrawn = new([], 1);
        CommitRequest kept = new([], 1);
        await queue.AddAsync(withdrawn, CancellationToken.None);
        await queue.AddAsync(kept, CancellationToken.None);
        withdrawn.Withdraw(new CancellationToken(canceled: true));

        List<CommitRequest> group = [];
        Assert.True(queue.TakeGroup(group));
        Assert.Equal([kept], group);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn.Done);
        kept.Withdraw(new CancellationToken(canceled: true));
        Assert.False(kept.Done.IsCompleted);
    }
}
