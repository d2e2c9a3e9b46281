namespace DaaCompute.Net;

/// <summary>
/// A stream of events that is active from the moment the caller holds it; bounded, and ended by disposing it.
/// </summary>
/// <typeparam name="T">The kind of event.</typeparam>
public interface ISubscription<out T> : IAsyncEnumerable<T>, IAsyncDisposable
{
    /// <summary>How many events were dropped because the subscriber was too slow.</summary>
    long Dropped { get; }
}
