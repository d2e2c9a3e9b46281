using System.Collections.Immutable;
using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation;

/// <summary>Runs a scenario once, in a process whose thread pool has one thread.</summary>
/// <remarks>
/// The project that runs it sets <c>ThreadPoolMinThreads</c> and <c>ThreadPoolMaxThreads</c> to 1. One run at a time:
/// the pool is the process's. Several runs after each other do not disturb each other.
/// </remarks>
public sealed class SimulationRunner : IDisposable
{
    private readonly IScenario _scenario;
    private readonly SimulationTrace _trace;
    private readonly SimulationLoop _loop;
    private readonly SimulatedCluster _cluster;
    private readonly SimulationOptions _options;
    private readonly List<string> _unobserved = [];

    /// <summary>Prepares a run.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">Seed, size and limits.</param>
    public SimulationRunner(IScenario scenario, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        _scenario = scenario;
        _options = options;
        _trace = new SimulationTrace { Log = options.Log };
        _loop = new SimulationLoop(_trace);
        _cluster = new SimulatedCluster(_loop, options, scenario.Nodes);
    }

    /// <summary>Grows as long as the simulation is alive; may be read from any thread.</summary>
    public long Progress => _loop.Turns;

    /// <inheritdoc/>
    public void Dispose() => _trace.Dispose();

    /// <summary>Runs it, once.</summary>
    /// <returns>How it went; ready on the pool's thread when all is over.</returns>
    /// <exception cref="InvalidOperationException">The pool may have more than one thread.</exception>
    public async Task<SimulationVerdict> RunAsync()
    {
        long started = TimeProvider.System.GetTimestamp();
        long realTimers = CountRealTimers();
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            LoopEnd end = await _loop.RunAsync(() => _scenario.RunAsync(_cluster), _options.Limit).ConfigureAwait(false);
            TimeSpan realTime = TimeProvider.System.GetElapsedTime(started);
            CollectUnobserved();
            return Judge(end, realTime, CountRealTimers() - realTimers);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }
    }

    /// <summary>Counts timers of the machine's own clock, which a simulation must not wait for.</summary>
#pragma warning disable RS0030 // Counts them, makes none.
    private static long CountRealTimers() => Timer.ActiveCount;
#pragma warning restore RS0030

    /// <summary>Lets tasks that failed unseen say so: the runtime reports them when they are collected.</summary>
    private static void CollectUnobserved()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private SimulationVerdict Judge(LoopEnd end, TimeSpan realTime, long realTimers)
    {
        ImmutableArray<string> recent = _trace.Recent;
        long events = _trace.Events;
        string hash = _trace.Complete();
        List<string> violations = [.. _cluster.Violations];
        string? ending = end.Outcome switch
        {
            LoopOutcome.Stalled => "The scenario waits for something that can no longer happen.",
            LoopOutcome.OutOfTime => $"The scenario did not end within {_options.Limit} of virtual time.",
            _ => end.Fault?.ToString(),
        };
        violations.AddRange(ending is null ? [] : [ending]);
        violations.AddRange(_loop.Escape is null ? [] : [_loop.Escape]);
        violations.AddRange(realTimers > 0 ? [$"{realTimers} timers of the machine's own clock were left running."] : []);
        lock (_unobserved)
        {
            violations.AddRange(_unobserved);
        }

        return new SimulationVerdict(
            _options.Seed,
            _cluster.Nodes.Length,
            hash,
            events,
            _cluster.Time.Elapsed,
            realTime,
            [.. violations],
            violations.Count > 0 ? recent : [],
            _cluster.Figures);
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs unobserved)
    {
        lock (_unobserved)
        {
            _unobserved.Add($"A task failed and nobody looked: {unobserved.Exception.InnerException}");
        }
    }
}
