using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Runtime;

/// <summary>Opens the store before, and closes it after, all that keeps state in it.</summary>
internal sealed class StateStoreService(IStateStore store) : ILayerService
{
    /// <summary>The lowest there is: a node's state lies beside its identity, beneath its connections.</summary>
    public NetworkLayer Layer => NetworkLayer.Cryptography;

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        // The host may have chosen another store since; that one is the host's to open.
        if (store is SqliteStateStore sqlite)
        {
            await sqlite.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (store is SqliteStateStore sqlite)
        {
            await sqlite.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
