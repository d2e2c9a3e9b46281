using System.Diagnostics;
using TrainTogether.Workers;

namespace TrainTogether.Coordinator;

/// <summary>Starts the workers, breaks one where asked, and gathers what came of it.</summary>
internal sealed class TogetherRun(RunOptions options, string data, IDisplay display)
{
    /// <summary>Nobody is killed twice, and the first worker stays: the others found each other through it.</summary>
    private const int Killed = 1;

    private readonly List<WorkerProcess> _workers = [];

    private int Frozen => options.Nodes - 1 == Killed && options.KillOne ? 0 : options.Nodes - 1;

    public async Task<RunReport> RunAsync()
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            List<Task<int?>> listening = await StartAsync();
            Task<int?>[] mortal = [.. listening.Where((_, index) => !(options.FreezeOne && index == Frozen))];
            int?[] exits = await Task.WhenAll(mortal);
            if (Array.Exists(exits, exit => exit is not (null or 0)))
            {
                throw new InvalidOperationException("A process failed; its message stands above.");
            }

            return Report(watch.Elapsed.TotalSeconds);
        }
        finally
        {
            foreach (WorkerProcess worker in _workers)
            {
                worker.Dispose();
            }
        }
    }

    /// <summary>A few lines that the trained model wrote.</summary>
    public string? Text => _workers.FirstOrDefault(worker => worker.Done is not null)?.Done?.Text;

    private async Task<List<Task<int?>>> StartAsync()
    {
        List<Task<int?>> listening = [];
        TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        for (int index = 0; index < options.Nodes; index++)
        {
            string? address = index == 0 || options.Discover == Discovery.Mdns ? null : await first.Task;
            WorkerProcess worker = WorkerProcess.Start(index, options.ForWorker(index, data, address));
            _workers.Add(worker);
            listening.Add(ListenAsync(worker, first));
        }

        return listening;
    }

    private async Task<int?> ListenAsync(WorkerProcess worker, TaskCompletionSource<string> first)
    {
        int? exit = await worker.ListenAsync(changed =>
        {
            if (changed is { Index: 0, Ready: WorkerReady ready })
            {
                first.TrySetResult(ready.Address);
            }

            BreakMidway(changed);
            display.Show(changed);
        });
        first.TrySetException(new InvalidOperationException("The first process ended before it listened."));
        return exit;
    }

    private void BreakMidway(WorkerProcess worker)
    {
        if (worker.Fault is not null || worker.LastStep is not WorkerStep step || step.Step < options.Steps / 2)
        {
            return;
        }

        if (options.KillOne && worker.Index == Killed)
        {
            worker.Kill();
        }
        else if (options.FreezeOne && worker.Index == Frozen)
        {
            worker.Freeze();
        }
    }

    private RunReport Report(double seconds)
    {
        WorkerDone[] done = [.. _workers.Select(worker => worker.Done).OfType<WorkerDone>()];
        if (done.Length == 0)
        {
            throw new InvalidOperationException("No process finished the training.");
        }

        return new RunReport(
            options.Nodes,
            done.Length,
            [.. done.Select(worker => worker.ParametersBlake3)],
            done[0].FirstLoss,
            done[0].LastLoss,
            done[0].HeldOutLoss,
            SingleHeldOutLoss: null,
            done.Sum(worker => worker.SamplesSeen),
            seconds,
            done.Max(worker => worker.SecondsLostToFaults),
            done.Sum(worker => worker.BytesSent),
            done.Sum(worker => worker.Handshakes),
            [.. done.SelectMany(worker => worker.Security)]);
    }
}
