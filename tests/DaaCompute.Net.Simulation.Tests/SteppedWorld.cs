using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation.Tests;

/// <summary>A loop that a test drives by hand, event by event, for what needs no code in between to be ordered.</summary>
internal sealed class SteppedWorld : IDisposable
{
    public SteppedWorld(int nodes = 3, ulong seed = 1)
    {
        Loop = new SimulationLoop(new SimulationTrace()) { IsStepped = true };
        Cluster = new SimulatedCluster(Loop, new SimulationOptions { Seed = seed, Nodes = nodes });
    }

    public SimulationLoop Loop { get; }

    public SimulatedCluster Cluster { get; }

    public VirtualTimeProvider Time => Cluster.Time;

    /// <summary>Lets everything happen that is due within a time, and what follows from it.</summary>
    public void RunFor(TimeSpan time) => InPlace(() =>
    {
        bool isOver = false;
        using ITimer end = Time.CreateTimer(_ => isOver = true, state: null, time, Timeout.InfiniteTimeSpan);
        while (!isOver && Loop.Step())
        {
        }

        return true;
    });

    /// <summary>
    /// Calls something without the runner's synchronisation context, which would send continuations to other threads,
    /// past the events that the test steps through.
    /// </summary>
    public static T InPlace<T>(Func<T> call)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return call();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public void Dispose() => Loop.Trace.Dispose();
}
