namespace DaaCompute.Net.Storage;

/// <summary>Durable state: named collections of keys and values, changed by atomic batches.</summary>
/// <remarks>Safe for concurrent use. A damaged store throws <see cref="StateStoreException"/>; it never returns wrong bytes.</remarks>
public interface IStateStore
{
    /// <summary>Reads a value.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The value, or null when there is none.</returns>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        string collection, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Reads every pair whose key begins with a prefix, in the order of the keys' bytes.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="prefix">The prefix; empty for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    IAsyncEnumerable<StateEntry> ScanAsync(
        string collection, ReadOnlyMemory<byte> prefix, CancellationToken cancellationToken);

    /// <summary>Applies all changes or none. When this returns, they survive a crash.</summary>
    /// <param name="changes">The changes, in order.</param>
    /// <param name="cancellationToken">Ends the call; the batch is then either applied whole or not at all.</param>
    /// <exception cref="StateStoreException">The medium is full or failed; nothing was applied.</exception>
    ValueTask CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken);
}
