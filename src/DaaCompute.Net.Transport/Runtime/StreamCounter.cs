namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Counts open streams against a limit.</summary>
internal sealed class StreamCounter(string limit, int maximum, string setting)
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= maximum)
        {
            return true;
        }

        Interlocked.Decrement(ref _open);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);

    public ResourceLimitException ToException() => new(limit, maximum, $"{ResourceLimitOptions.Path}:{setting}");
}
