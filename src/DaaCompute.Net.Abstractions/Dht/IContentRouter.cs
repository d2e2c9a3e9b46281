namespace DaaCompute.Net.Dht;

/// <summary>Finds who has content, and small signed values, in the whole network.</summary>
public interface IContentRouter
{
    /// <summary>Whether this node answers others, and how much of the network it knows.</summary>
    ContentRouterStatus Status { get; }

    /// <summary>Tells the network that this node has content, again and again until cancelled by <see cref="WithdrawAsync"/>.</summary>
    /// <param name="key">The content.</param>
    /// <param name="cancellationToken">Ends the first announcement.</param>
    /// <exception cref="ArgumentException">The key is no multihash; <see cref="ContentKey.ForContent"/> makes one.</exception>
    ValueTask ProvideAsync(ContentKey key, CancellationToken cancellationToken = default);

    /// <summary>Stops announcing content; records expire within 48 hours.</summary>
    /// <param name="key">The content.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask WithdrawAsync(ContentKey key, CancellationToken cancellationToken = default);

    /// <summary>Yields providers as they are found, each once, nearest lookups first.</summary>
    /// <param name="key">The content.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    IAsyncEnumerable<PeerInfo> FindProvidersAsync(ContentKey key, CancellationToken cancellationToken = default);

    /// <summary>Looks up a peer's addresses.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>What was found, or null.</returns>
    ValueTask<PeerInfo?> FindPeerAsync(PeerId peer, CancellationToken cancellationToken = default);

    /// <summary>Stores a value at the peers closest to its key. A validator of its namespace must accept it.</summary>
    /// <param name="key">The key, beginning with its namespace, such as <c>/onion/…</c>.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RecordRejectedException">No validator of the key's namespace accepts the value.</exception>
    /// <exception cref="RecordNotStoredException">No peer took it.</exception>
    ValueTask PutValueAsync(ContentKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default);

    /// <summary>Finds the best valid value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The value, or null.</returns>
    /// <exception cref="RecordRejectedException">The key's namespace has no validator, so no value could be believed.</exception>
    ValueTask<ReadOnlyMemory<byte>?> GetValueAsync(ContentKey key, CancellationToken cancellationToken = default);
}
