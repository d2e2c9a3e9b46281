using DaaCompute.Net.Storage.InMemory;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage.Tests.InMemory;

public sealed class InMemoryStateStoreTests : StateStoreContract
{
    protected override IStateStore Store { get; } = new InMemoryStateStore(Options.Create(new StateStoreOptions()));

    [Fact]
    public async Task CommitAsync_BeyondMaxBytes_IsFullAndAppliesNothing()
    {
        InMemoryStateStore store = new(Options.Create(new StateStoreOptions { MaxBytes = 1 << 20, MaxValueLength = 1 << 20 }));
        byte[] half = new byte[1 << 19];
        await store.CommitAsync([new StateChange("c", new byte[] { 1 }, half)], CancellationToken.None);

        StateStoreException exception = await Assert.ThrowsAsync<StateStoreException>(async () => await store.CommitAsync(
            [new StateChange("c", new byte[] { 2 }, new byte[] { 1 }), new StateChange("c", new byte[] { 3 }, half)],
            CancellationToken.None));

        Assert.Equal(StateStoreError.Full, exception.Error);
        Assert.Null(await store.GetAsync("c", new byte[] { 2 }, CancellationToken.None));
        await store.CommitAsync([new StateChange("c", new byte[] { 1 }, default(ReadOnlyMemory<byte>?))], CancellationToken.None);
        await store.CommitAsync([new StateChange("c", new byte[] { 3 }, half)], CancellationToken.None);
    }
}
