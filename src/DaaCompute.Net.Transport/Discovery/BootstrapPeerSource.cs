using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Discovery;

/// <summary>
/// The bootstrap nodes whose ids are known. Those given as an address alone are dialled by the peer network, which learns
/// from the handshake who they are.
/// </summary>
internal sealed class BootstrapPeerSource(IOptions<TransportOptions> options) : IPeerSource
{
    public string Name => "bootstrap";

    public async IAsyncEnumerable<PeerInfo> DiscoverAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IEnumerable<IGrouping<PeerId, Multiaddress>> byPeer = options.Value.Discovery.BootstrapNodes
            .Select(Multiaddress.Parse)
            .Where(address => address.PeerId is not null && address.WithoutPeer() is not null)
            .GroupBy(address => address.PeerId!, address => address.WithoutPeer()!);
        foreach (IGrouping<PeerId, Multiaddress> peer in byPeer)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new PeerInfo(peer.Key, [.. peer]);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
