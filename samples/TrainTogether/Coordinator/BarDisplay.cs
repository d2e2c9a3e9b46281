using Spectre.Console;

namespace TrainTogether.Coordinator;

/// <summary>A progress bar for each worker, for a terminal.</summary>
internal sealed class BarDisplay : IDisplay
{
    private readonly ProgressTask[] _bars;
    private readonly int _steps;

    private BarDisplay(ProgressContext context, int workers, int steps)
    {
        _steps = steps;
        _bars = [.. Enumerable.Range(0, workers).Select(index => context.AddTask($"worker {index}", maxValue: steps))];
    }

    /// <summary>Runs some work with bars on the terminal.</summary>
    public static Task<T> RunAsync<T>(int workers, int steps, Func<IDisplay, Task<T>> work) =>
        AnsiConsole.Progress()
            .HideCompleted(false)
            .AutoClear(false)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context => work(new BarDisplay(context, workers, steps)));

    public void Show(WorkerProcess worker)
    {
        ProgressTask bar = _bars[worker.Index];
        if (worker.LastStep is { } step)
        {
            bar.Value = step.Step;
            bar.Description = Markup.Escape($"worker {worker.Index}: {StepText.Of(worker, step, _steps)}");
        }

        if (worker.Fault is not null)
        {
            bar.StopTask();
        }
    }
}
