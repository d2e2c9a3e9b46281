using System.Diagnostics;

namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>What a piece of work cost.</summary>
/// <param name="Seconds">Time on the wall.</param>
/// <param name="CpuMicroseconds">Processor time of the whole process: both ends.</param>
/// <param name="AllocatedBytes">Bytes allocated by the whole process.</param>
internal readonly record struct Work(double Seconds, double CpuMicroseconds, long AllocatedBytes)
{
    public static async Task<Work> MeasureAsync(Func<Task> work)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = Stopwatch.GetTimestamp();
        await work();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        process.Refresh();
        return new Work(seconds, (process.TotalProcessorTime - cpu).TotalMicroseconds, allocated);
    }
}
