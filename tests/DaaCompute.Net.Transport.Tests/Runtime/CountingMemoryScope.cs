using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>A scope that knows how much is reserved.</summary>
internal sealed class CountingMemoryScope(long limit = long.MaxValue) : IMemoryScope
{
    private long _reserved;

    public long Reserved => Volatile.Read(ref _reserved);

    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _reserved, bytes) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _reserved, -bytes);
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _reserved, -bytes);
}
