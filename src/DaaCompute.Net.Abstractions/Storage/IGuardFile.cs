namespace DaaCompute.Net.Storage;

/// <summary>
/// A few bytes beside the state store that are replaced whole and durably: so that a store that was lost, truncated or
/// rolled back is noticed.
/// </summary>
/// <remarks>One writer at a time.</remarks>
public interface IGuardFile
{
    /// <summary>The most bytes it holds.</summary>
    const int MaxLength = 4096;

    /// <summary>Reads what was last written.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The bytes, or null when nothing ever was.</returns>
    /// <exception cref="StateStoreException">The medium failed, or what it holds is damaged.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the bytes. When this returns, they survive a crash; a crash meanwhile leaves the old or the new.</summary>
    /// <param name="content">At most <see cref="MaxLength"/> bytes.</param>
    /// <param name="cancellationToken">Ends the call before it has begun to write.</param>
    /// <exception cref="StateStoreException">The medium is full or failed; the old or the new bytes are found later.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
}
