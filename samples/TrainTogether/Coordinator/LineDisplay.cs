using TrainTogether.Workers;

namespace TrainTogether.Coordinator;

/// <summary>Progress as plain lines, for logs and pipes: each worker at every tenth of the way.</summary>
internal sealed class LineDisplay(int steps) : IDisplay
{
    private readonly Dictionary<int, int> _tenths = [];
    private readonly Lock _gate = new();

    public void Show(WorkerProcess worker)
    {
        lock (_gate)
        {
            if (worker.LastStep is not WorkerStep step)
            {
                Console.Error.WriteLine($"worker {worker.Index}: {worker.Ready?.PeerId} listens");
                return;
            }

            int tenth = step.Step * 10 / steps;
            if (worker.Fault is null && worker.Done is null && _tenths.GetValueOrDefault(worker.Index) == tenth)
            {
                return;
            }

            _tenths[worker.Index] = tenth;
            Console.Error.WriteLine($"worker {worker.Index}: {StepText.Of(worker, step, steps)}");
        }
    }
}
