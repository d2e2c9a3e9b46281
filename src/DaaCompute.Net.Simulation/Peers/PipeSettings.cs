using System.IO.Pipelines;

namespace DaaCompute.Net.Simulation.Peers;

/// <summary>How the pipes of streams wake their readers; windows bound what they hold.</summary>
internal static class PipeSettings
{
    /// <summary>As work items of the pool, in order.</summary>
    public static PipeOptions Pooled { get; } = Create(PipeScheduler.ThreadPool);

    /// <summary>At once, where a test steps through a simulation.</summary>
    public static PipeOptions Inline { get; } = Create(PipeScheduler.Inline);

    private static PipeOptions Create(PipeScheduler scheduler) => new(
        readerScheduler: scheduler,
        writerScheduler: scheduler,
        pauseWriterThreshold: 0,
        resumeWriterThreshold: 0,
        minimumSegmentSize: 512,
        useSynchronizationContext: false);
}
