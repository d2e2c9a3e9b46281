using DaaCompute.Net.Transport.Runtime;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class MemoryScopeTests
{
    [Fact]
    public void TryReserve_AnyScopeFull_ReservesNothingAnywhere()
    {
        MemoryScope system = new(100);
        MemoryScope peer = new(60);
        ConnectionMemory connection = new(50, system);
        ConnectionMemory sibling = new(50, system);
        Assert.True(connection.TryAttach(peer));
        Assert.True(sibling.TryAttach(peer));

        Assert.False(connection.TryReserve(51));
        Assert.True(connection.TryReserve(50));
        Assert.False(sibling.TryReserve(11));
        Assert.True(sibling.TryReserve(10));
        Assert.Equal((60, 60), (system.Used, peer.Used));
        Assert.True(new ConnectionMemory(50, system).TryReserve(40));
        Assert.False(new ConnectionMemory(50, system).TryReserve(1));
        connection.Release(50);
        sibling.Release(10);
        Assert.Equal((40, 0), (system.Used, peer.Used));
    }

    [Fact]
    public void TryAttach_PeerFull_IsRefused()
    {
        MemoryScope system = new(100);
        ConnectionMemory connection = new(50, system);
        connection.TryReserve(40);

        Assert.False(connection.TryAttach(new MemoryScope(39)));
        MemoryScope peer = new(40);
        Assert.True(connection.TryAttach(peer));
        Assert.Equal(40, peer.Used);
    }

    [Property]
    public void TryReserve_Nested_ChildNeverHoldsMoreThanParent(int[] sizes)
    {
        MemoryScope parent = new(1_000);
        MemoryScope child = new(700, parent);
        foreach (int size in sizes.Select(size => Math.Abs(size % 500)))
        {
            bool fits = child.Used + size <= 700;
            Assert.Equal(fits, child.TryReserve(size));
            Assert.Equal(child.Used, parent.Used);
            if (!fits)
            {
                child.Release(child.Used);
            }
        }
    }

    [Theory]
    [InlineData(0, 128, 128)]
    [InlineData(8, 256, 1_152)]
    [InlineData(64, 1_152, 8_320)]
    public void SystemLimits_Unset_GrowWithTheMachine(long gibibytes, int connections, long mebibytes)
    {
        ResourceLimitOptions limits = new();
        Assert.Equal(connections, SystemLimits.Connections(limits, gibibytes << 30));
        Assert.Equal(mebibytes << 20, SystemLimits.Memory(limits, gibibytes << 30));
        limits.Connections = 7;
        limits.Memory = 9;
        Assert.Equal((7, 9L), (SystemLimits.Connections(limits, 1L << 40), SystemLimits.Memory(limits, 1L << 40)));
    }
}
