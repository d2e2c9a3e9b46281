using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim;

/// <summary>Shares the runs of a sweep among worker processes and counts their verdicts.</summary>
/// <remarks>A seed passes when every scenario of the sweep passes with it.</remarks>
internal sealed class Sweep(
    IReadOnlyList<IScenario> scenarios, NumberRange seeds, NumberRange nodes, bool realCrypto, bool verbose)
{
    private readonly Lock _lock = new();
    private readonly HashSet<ulong> _failed = [];
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private ulong _next;
    private ulong _done;
    private long _events;

    private ulong Seeds => seeds.Last - seeds.First + 1;

    private ulong Runs => Seeds * (ulong)scenarios.Count;

    public int Run(int jobs)
    {
        Thread[] threads = [.. Enumerable.Range(0, jobs).Select(_ => new Thread(Work))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        double seconds = TimeProvider.System.GetElapsedTime(_started).TotalSeconds;
        Console.WriteLine($"{Runs} runs, {_events} events in {seconds:0.0} s");
        Console.WriteLine($"seeds {seeds} passed {Seeds - (ulong)_failed.Count} failed {_failed.Count}");
        return _failed.Count == 0 ? 0 : 1;
    }

    /// <summary>Keeps one worker process busy.</summary>
    private void Work()
    {
        using SweepWorker worker = new();
        while (TakeTask() is SweepTask task)
        {
            Take(task, worker.Run(task));
        }
    }

    private SweepTask? TakeTask()
    {
        lock (_lock)
        {
            if (_next == Runs)
            {
                return null;
            }

            ulong index = _next++;
            return new SweepTask(
                scenarios[(int)(index % (ulong)scenarios.Count)].Name,
                seeds.First + (index / (ulong)scenarios.Count),
                (int)nodes.First,
                (int)nodes.Last,
                realCrypto);
        }
    }

    private void Take(SweepTask task, SweepResult result)
    {
        lock (_lock)
        {
            _done++;
            _events += result.Events;
            if (!result.Passed)
            {
                _failed.Add(task.Seed);
                Console.WriteLine(result.Report);
            }
            else if (verbose)
            {
                Console.WriteLine($"{task.Scenario} {result.Report}");
            }

            if (_done % 50 == 0 && !verbose)
            {
                Console.Error.WriteLine($"{_done} of {Runs} runs, {_failed.Count} seeds failed, {_events} events");
            }
        }
    }
}
