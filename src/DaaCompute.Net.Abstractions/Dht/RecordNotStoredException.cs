namespace DaaCompute.Net.Dht;

/// <summary>No peer of the network took a value.</summary>
public sealed class RecordNotStoredException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="key">The key of the value.</param>
    /// <param name="message">Whom it was offered to.</param>
    public RecordNotStoredException(ContentKey key, string message)
        : base(message) => Key = key;

    /// <summary>The key of the value.</summary>
    public ContentKey Key { get; }
}
