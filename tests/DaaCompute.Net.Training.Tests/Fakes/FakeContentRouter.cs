using System.Runtime.CompilerServices;
using DaaCompute.Net.Dht;

namespace DaaCompute.Net.Training.Fakes;

/// <summary>Provider records in memory, of one node's view.</summary>
internal sealed class FakeContentRouter(PeerInfo self) : IContentRouter
{
    public Dictionary<ContentKey, List<PeerInfo>> Providers { get; } = [];

    public ContentRouterStatus Status => throw new NotSupportedException();

    public ValueTask ProvideAsync(ContentKey key, CancellationToken cancellationToken = default)
    {
        Add(key, self);
        return ValueTask.CompletedTask;
    }

    public ValueTask WithdrawAsync(ContentKey key, CancellationToken cancellationToken = default)
    {
        Providers[key].Remove(self);
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<PeerInfo> FindProvidersAsync(
        ContentKey key, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        foreach (PeerInfo provider in Providers.GetValueOrDefault(key, []))
        {
            yield return provider;
        }
    }

    public void Add(ContentKey key, PeerInfo provider)
    {
        Providers.TryAdd(key, []);
        Providers[key].Add(provider);
    }

    public ValueTask<PeerInfo?> FindPeerAsync(PeerId peer, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask PutValueAsync(
        ContentKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<ReadOnlyMemory<byte>?> GetValueAsync(ContentKey key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
