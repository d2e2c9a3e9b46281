namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A connection's memory: it counts against the system's from the first byte, against the peer's once that is known.</summary>
internal sealed class ConnectionMemory(long limit, MemoryScope system) : IMemoryScope
{
    private readonly Lock _lock = new();
    private MemoryScope? _peer;
    private long _used;

    /// <summary>Lets what is used, and what comes, count against the peer too.</summary>
    public bool TryAttach(MemoryScope peer)
    {
        lock (_lock)
        {
            if (!peer.TryReserve(_used))
            {
                return false;
            }

            _peer = peer;
            return true;
        }
    }

    public bool TryReserve(long bytes)
    {
        lock (_lock)
        {
            if (_used + bytes > limit || !system.TryReserve(bytes))
            {
                return false;
            }

            if (_peer?.TryReserve(bytes) == false)
            {
                system.Release(bytes);
                return false;
            }

            _used += bytes;
            return true;
        }
    }

    public void Release(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            system.Release(bytes);
            _peer?.Release(bytes);
        }
    }
}
