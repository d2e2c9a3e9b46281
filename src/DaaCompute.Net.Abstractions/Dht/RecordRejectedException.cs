namespace DaaCompute.Net.Dht;

/// <summary>A value is refused: its namespace has no validator here, its validator says no, or it is too long.</summary>
public sealed class RecordRejectedException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="key">The key of the value.</param>
    /// <param name="message">Why it is refused, and what to do about it.</param>
    public RecordRejectedException(ContentKey key, string message)
        : base(message) => Key = key;

    /// <summary>The key of the value.</summary>
    public ContentKey Key { get; }
}
