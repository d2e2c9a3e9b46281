using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>A scope without a bound.</summary>
internal sealed class UnlimitedMemory : IMemoryScope
{
    public bool TryReserve(long bytes) => true;

    public void Release(long bytes)
    {
    }
}
