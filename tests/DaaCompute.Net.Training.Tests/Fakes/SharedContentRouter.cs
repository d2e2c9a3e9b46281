using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Fakes;

/// <summary>One node's view of a table of providers that all nodes of a test share.</summary>
internal sealed class SharedContentRouter(PeerInfo self, ConcurrentDictionary<(ContentKey Key, PeerId Peer), PeerInfo> table)
    : IContentRouter
{
    /// <summary>How many peers it says to know.</summary>
    public int Known { get; set; } = 1;

    /// <summary>Whether every search ends in an error.</summary>
    public bool Fails { get; init; }

    public int Provided { get; private set; }

    public int Searches { get; private set; }

    public ContentRouterStatus Status => new(DhtMode.Client, Known, null, 0, 0, 0);

    public ValueTask ProvideAsync(ContentKey key, CancellationToken cancellationToken = default)
    {
        Provided++;
        table[(key, self.Id)] = self;
        return ValueTask.CompletedTask;
    }

    public ValueTask WithdrawAsync(ContentKey key, CancellationToken cancellationToken = default)
    {
        table.TryRemove((key, self.Id), out _);
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<PeerInfo> FindProvidersAsync(
        ContentKey key, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Searches++;
        if (Fails)
        {
            throw new PeerUnreachableException(null, "The fake knows nobody.");
        }

        foreach (KeyValuePair<(ContentKey Key, PeerId Peer), PeerInfo> entry in table.OrderBy(entry => entry.Key.Peer))
        {
            if (entry.Key.Key == key)
            {
                yield return entry.Value;
            }
        }
    }

    public ValueTask<PeerInfo?> FindPeerAsync(PeerId peer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<PeerInfo?>(null);

    public ValueTask PutValueAsync(ContentKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        throw new RecordNotStoredException(key, "The fake stores no values.");

    public ValueTask<ReadOnlyMemory<byte>?> GetValueAsync(ContentKey key, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>?>(null);
}
