namespace DaaCompute.Net.Storage;

/// <summary>Durable state: named collections of keys and values, changed by atomic batches.</summary>
/// <remarks>
/// Safe for concurrent use. A damaged store throws <see cref="StateStoreException"/>; it never returns wrong bytes. A
/// collection's name is 1 to 64 printable ASCII characters; it exists by being written to.
/// </remarks>
public interface IStateStore
{
    /// <summary>Reads a value.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The value, or null when there is none.</returns>
    /// <exception cref="StateStoreException">The medium failed, or what it holds is damaged.</exception>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        string collection, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Reads every pair whose key begins with a prefix, in the order of the keys' bytes.</summary>
    /// <remarks>
    /// Each pair is as it stood at some moment of the scan, which takes no snapshot: of a batch that is committed meanwhile
    /// some changes may be seen and others not.
    /// </remarks>
    /// <param name="collection">The collection's name.</param>
    /// <param name="prefix">The prefix; empty for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="StateStoreException">The medium failed, or what it holds is damaged.</exception>
    IAsyncEnumerable<StateEntry> ScanAsync(
        string collection, ReadOnlyMemory<byte> prefix, CancellationToken cancellationToken);

    /// <summary>Applies all changes or none. When this returns, they survive a crash.</summary>
    /// <param name="changes">The changes, in order; of several to one key the last holds. They stay as they are until the call ends.</param>
    /// <param name="cancellationToken">Ends the call; the batch is then either applied whole or not at all.</param>
    /// <exception cref="StateStoreException">
    /// The medium is full or failed. Nothing was applied; after a failed sync, a batch may still be found whole when the
    /// store is opened anew.
    /// </exception>
    ValueTask CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken);
}
