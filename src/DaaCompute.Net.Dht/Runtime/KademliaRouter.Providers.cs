using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Dht.Runtime;

internal sealed partial class KademliaRouter
{
    public async ValueTask ProvideAsync(ContentKey key, CancellationToken cancellationToken = default)
    {
        DemandMultihash(key);
        _state.AddProvider(key, _context.Self, _context.Network.LocalPeer.Addresses);
        _maintenance.Provides(key);
        await _maintenance.AnnounceAsync(key, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask WithdrawAsync(ContentKey key, CancellationToken cancellationToken = default)
    {
        DemandMultihash(key);
        cancellationToken.ThrowIfCancellationRequested();
        _maintenance.Withdraws(key);
        _state.RemoveProvider(key, _context.Self);
        return ValueTask.CompletedTask;
    }

    public IAsyncEnumerable<PeerInfo> FindProvidersAsync(ContentKey key, CancellationToken cancellationToken = default)
    {
        DemandMultihash(key);
        return FindAsync(key, cancellationToken);
    }

    private async IAsyncEnumerable<PeerInfo> FindAsync(
        ContentKey key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<PeerId> yielded = [];
        foreach (ProviderRecord record in _state.FindProviders(key))
        {
            yielded.Add(record.Provider);
            yield return new PeerInfo(record.Provider, record.Addresses);
        }

        // The caller may stop reading at any time; the lookup then ends with it.
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, cancellationToken);
        Channel<PeerInfo> found = Channel.CreateBounded<PeerInfo>(
            new BoundedChannelOptions(_context.Options.MaxProvidersPerKey) { FullMode = BoundedChannelFullMode.DropWrite });
        Task search = SearchAsync(key, found.Writer, reading.Token);
        try
        {
            await foreach (PeerInfo provider in found.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (yielded.Count < _context.Options.MaxProvidersPerKey && yielded.Add(provider.Id))
                {
                    yield return provider;
                }
            }
        }
        finally
        {
            await reading.CancelAsync().ConfigureAwait(false);
            await search.ConfigureAwait(false);
        }
    }

    private async Task SearchAsync(ContentKey key, ChannelWriter<PeerInfo> found, CancellationToken cancellationToken)
    {
        try
        {
            KademliaMessage request = new(KademliaMessageType.GetProviders) { Key = key.Bytes };
            await _lookups.RunAsync(
                request,
                (_, answer) =>
                {
                    foreach (KademliaPeer provider in answer.ProviderPeers)
                    {
                        ImmutableArray<Multiaddress> addresses =
                            AddressReach.Select(provider.Addresses, _context.Options.AllowPrivateAddresses);
                        found.TryWrite(new PeerInfo(provider.Id, addresses));
                    }

                    return false;
                },
                null,
                cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever reads has stopped, or the node stops.
        }
        finally
        {
            found.TryComplete();
        }
    }

    private static void DemandMultihash(ContentKey key)
    {
        if (!Multihash.IsValid(key.Bytes.Span))
        {
            throw new ArgumentException(
                $"A provider record's key is a multihash of at most {Multihash.MaxLength} bytes; ContentKey.ForContent makes one.",
                nameof(key));
        }
    }
}
