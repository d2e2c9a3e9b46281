namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A bound on memory within another, or within none.</summary>
internal sealed class MemoryScope(long limit, MemoryScope? parent = null) : IMemoryScope
{
    private long _used;

    public long Used => Interlocked.Read(ref _used);

    public bool TryReserve(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (Interlocked.Add(ref _used, bytes) <= limit && (parent is null || parent.TryReserve(bytes)))
        {
            return true;
        }

        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    public void Release(long bytes)
    {
        Interlocked.Add(ref _used, -bytes);
        parent?.Release(bytes);
    }
}
