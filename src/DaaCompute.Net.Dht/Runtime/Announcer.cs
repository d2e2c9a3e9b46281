using System.Collections.Immutable;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Stores this node's own records at the peers closest to their keys.</summary>
internal sealed class Announcer(
    DhtContext context, DhtState state, RequestClient client, LookupRunner lookups, BackgroundWork work, CancellationToken stopping)
{
    /// <summary>Tells the peers closest to a key that this node provides it.</summary>
    /// <returns>How many took it; with optimistic provide, those of the first three quarters.</returns>
    public async ValueTask<int> ProvideAsync(ContentKey key, CancellationToken cancellationToken)
    {
        KademliaMessage search = new(KademliaMessageType.FindNode) { Key = key.Bytes };
        if (!context.Options.OptimisticProvide || state.Status.EstimatedNetworkSize is not int networkSize)
        {
            ImmutableArray<LookupCandidate> closest =
                await lookups.RunAsync(search, null, null, cancellationToken).ConfigureAwait(false);
            bool[] told = await Task.WhenAll(
                closest.Select(peer => TellAsync(peer, key, cancellationToken))).ConfigureAwait(false);
            return told.Count(taken => taken);
        }

        OptimisticProvide optimist = new(context.Options.BucketSize, networkSize);
        List<Task<bool>> stores = [];
        List<LookupCandidate> store = [];
        ImmutableArray<LookupCandidate> found = await lookups.RunAsync(
            search,
            null,
            lookup =>
            {
                store.Clear();
                bool isEnough = optimist.Step([.. lookup.Prospects], store);
                stores.AddRange(store.Select(peer => TellAsync(peer, key, stopping)));
                return isEnough;
            },
            cancellationToken).ConfigureAwait(false);
        stores.AddRange(found.Where(optimist.Choose).Select(peer => TellAsync(peer, key, stopping)));
        work.Run("provide", () => Task.WhenAll(stores));
        return await FirstAsync(stores, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores a value at the peers closest to its key.</summary>
    /// <returns>How many took it.</returns>
    public async ValueTask<int> PutAsync(ValueRecord value, CancellationToken cancellationToken)
    {
        KademliaMessage search = new(KademliaMessageType.FindNode) { Key = value.Key.Bytes };
        ImmutableArray<LookupCandidate> closest =
            await lookups.RunAsync(search, null, null, cancellationToken).ConfigureAwait(false);
        return await PutAsync(value, closest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores a value at certain peers.</summary>
    /// <returns>How many took it.</returns>
    public async ValueTask<int> PutAsync(
        ValueRecord value, IEnumerable<LookupCandidate> peers, CancellationToken cancellationToken)
    {
        KademliaMessage request = new(KademliaMessageType.PutValue)
        {
            Key = value.Key.Bytes,
            Record = RequestResponder.ToRecord(value.Key, value.Value, value.Received),
        };
        bool[] stored = await Task.WhenAll(peers.Select(peer => PutOneAsync(peer, request, cancellationToken)))
            .ConfigureAwait(false);
        return stored.Count(taken => taken);
    }

    private ImmutableArray<Multiaddress> OwnAddresses =>
        AddressReach.Select(context.Network.LocalPeer.Addresses, context.Options.AllowPrivateAddresses);

    private async Task<bool> TellAsync(LookupCandidate peer, ContentKey key, CancellationToken cancellationToken) =>
        await client.TellAsync(
            peer.Id,
            peer.Addresses,
            connection => new KademliaMessage(KademliaMessageType.AddProvider)
            {
                Key = key.Bytes,
                ProviderPeers = [new KademliaPeer(context.NameFor(connection), OwnAddresses)],
            },
            cancellationToken).ConfigureAwait(false);

    private async Task<bool> PutOneAsync(
        LookupCandidate peer, KademliaMessage request, CancellationToken cancellationToken)
    {
        KademliaMessage? answer = await client
            .AskAsync(peer.Id, peer.Addresses, request, cancellationToken).ConfigureAwait(false);

        // Whoever answers with another value has a better one.
        return answer?.Record is KademliaRecord kept && kept.Value.Span.SequenceEqual(request.Record!.Value.Span);
    }

    /// <summary>Waits for the first three quarters of the stores; the rest go on without the caller.</summary>
    private static async ValueTask<int> FirstAsync(List<Task<bool>> stores, CancellationToken cancellationToken)
    {
        List<Task<bool>> waiting = [.. stores];
        int taken = 0;
        for (int left = OptimisticProvide.ReturnAfter(stores.Count); left > 0; left--)
        {
            Task<bool> done = await Task.WhenAny(waiting).WaitAsync(cancellationToken).ConfigureAwait(false);
            waiting.Remove(done);
            taken += await done.ConfigureAwait(false) ? 1 : 0;
        }

        return taken;
    }
}
