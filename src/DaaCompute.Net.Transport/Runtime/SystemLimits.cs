namespace DaaCompute.Net.Transport.Runtime;

/// <summary>The limits of the whole node, which grow with the machine's memory where the options leave them open.</summary>
/// <remarks>Source: go-libp2p's resource manager, <c>DefaultLimits</c> and <c>AutoScale</c>.</remarks>
internal static class SystemLimits
{
    private const int BaseConnections = 128;
    private const long BaseMemory = 128L << 20;
    private const int ConnectionsPerGibibyte = 128;

    public static int Connections(ResourceLimitOptions limits, long machineMemory) =>
        limits.Connections ?? BaseConnections + (int)(Share(machineMemory) * ConnectionsPerGibibyte >> 30);

    public static long Memory(ResourceLimitOptions limits, long machineMemory) =>
        limits.Memory ?? BaseMemory + Share(machineMemory);

    /// <summary>An eighth of the machine, up to a terabyte of it, is for connections.</summary>
    private static long Share(long machineMemory) => Math.Min(machineMemory, 1L << 40) / 8;
}
