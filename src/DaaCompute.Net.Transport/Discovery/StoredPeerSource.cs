using System.Runtime.CompilerServices;
using DaaCompute.Net.Transport.Runtime;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Discovery;

/// <summary>
/// The peers of earlier runs, the one met last first. They are told again before the directory forgets them: a machine that
/// was without a network for hours finds its way back too.
/// </summary>
internal sealed class StoredPeerSource(PeerStore store, IOptions<TransportOptions> options, TimeProvider time) : IPeerSource
{
    public string Name => "stored";

    public async IAsyncEnumerable<PeerInfo> DiscoverAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!store.IsEnabled)
        {
            yield break;
        }

        await store.Loaded.WaitAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            foreach (PeerInfo peer in store.Snapshot())
            {
                yield return peer;
            }

            await Task.Delay(options.Value.Discovery.AddressTimeToLive / 2, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
