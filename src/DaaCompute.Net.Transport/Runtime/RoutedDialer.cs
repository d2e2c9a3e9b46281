using DaaCompute.Net.Transport.Diagnostics;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Connects to peers by the directory's addresses and, where none of them works, by those that the network knows.</summary>
internal sealed class RoutedDialer(
    NetworkContext context, PeerDialer dialer, IPeerDirectory directory, DialGuidance guidance)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PeerId, Task<bool>> _searches = [];

    /// <summary>Connects, or returns the connection there is.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="stopping">Ends the attempt itself.</param>
    /// <param name="cancellationToken">Ends the caller's wait; the attempt goes on for others.</param>
    public async ValueTask<PeerConnection> ConnectAsync(
        PeerId peer, CancellationToken stopping, CancellationToken cancellationToken)
    {
        try
        {
            return await dialer.ConnectAsync(peer, stopping, cancellationToken).ConfigureAwait(false);
        }
        catch (PeerUnreachableException) when (guidance.Routing() is not null)
        {
            if (!await SearchAsync(peer, stopping).WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }

        return await dialer.ConnectAsync(peer, stopping, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One search a peer at a time, whoever asks for it.</summary>
    private Task<bool> SearchAsync(PeerId peer, CancellationToken stopping)
    {
        lock (_lock)
        {
            if (!_searches.TryGetValue(peer, out Task<bool>? search))
            {
                search = FindAsync(peer, stopping);
                _searches.Add(peer, search);
            }

            return search;
        }
    }

    /// <summary>True when the network knows an address that the directory did not.</summary>
    private async Task<bool> FindAsync(PeerId peer, CancellationToken stopping)
    {
        // Nothing below runs under the lock that the search is entered with.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            PeerInfo? found = await guidance.Routing()!.FindPeerAsync(peer, stopping).ConfigureAwait(false);
            HashSet<Multiaddress> known = [.. (directory.Find(peer)?.Addresses ?? []).Select(Bare)];
            if (found is null || found.Id != peer || found.Addresses.All(address => known.Contains(Bare(address))))
            {
                return false;
            }

            directory.Add(new PeerInfo(peer, found.Addresses), context.Options.Discovery.AddressTimeToLive);
            return true;
        }
        catch (DaaComputeException exception)
        {
            TransportLog.SearchFailed(context.Log, peer, exception.Message);
            return false;
        }
        finally
        {
            lock (_lock)
            {
                _searches.Remove(peer);
            }
        }
    }

    private static Multiaddress Bare(Multiaddress address) => address.WithoutPeer() ?? address;
}
