namespace DaaCompute.Net.Storage;

/// <summary>What a store accepts; whatever is beyond is the caller's mistake.</summary>
internal sealed class StateBounds(StateStoreOptions options)
{
    /// <summary>The longest name of a collection, in bytes of ASCII.</summary>
    public const int MaxCollectionLength = 64;

    /// <summary>Checks a batch.</summary>
    /// <returns>The bytes of its keys and values.</returns>
    /// <exception cref="ArgumentException">It is beyond a bound; the message names the setting.</exception>
    public long Check(IReadOnlyList<StateChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        Check(changes.Count, options.MaxBatchChanges, nameof(options.MaxBatchChanges), "A batch's changes", nameof(changes));
        long bytes = 0;
        foreach (StateChange change in changes)
        {
            CheckCollection(change.Collection);
            int valueLength = change.Value?.Length ?? 0;
            Check(change.Key.Length, options.MaxKeyLength, nameof(options.MaxKeyLength), "A key's bytes", nameof(changes));
            Check(valueLength, options.MaxValueLength, nameof(options.MaxValueLength), "A value's bytes", nameof(changes));
            bytes += change.Key.Length + valueLength;
        }

        Check(bytes, options.MaxBatchBytes, nameof(options.MaxBatchBytes), "A batch's bytes", nameof(changes));
        return bytes;
    }

    /// <summary>Names are compared and ordered as bytes, so they are kept to what has one encoding.</summary>
    public static void CheckCollection(string collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        if (collection.Length is 0 or > MaxCollectionLength || collection.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException(
                $"A collection's name is 1 to {MaxCollectionLength} printable ASCII characters, which '{collection}' is not.",
                nameof(collection));
        }
    }

    private static void Check(long amount, long limit, string setting, string what, string parameter)
    {
        if (amount > limit)
        {
            throw new ArgumentException($"{what} are {amount}; {StateStoreOptions.SectionName}:{setting} is {limit}.", parameter);
        }
    }
}
