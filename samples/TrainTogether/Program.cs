using TrainTogether;
using TrainTogether.Coordinator;
using TrainTogether.Model;
using TrainTogether.Workers;

const int Failed = 1;
const int WrongUsage = 2;

try
{
    RunOptions options = RunOptions.Parse(args);
    if (options.Worker is int worker)
    {
        using CancellationTokenSource orphaned = new();
        EndWithParent(orphaned);
        await new WorkerRun(options, worker).RunAsync(orphaned.Token);
        return 0;
    }

    string data = Path.GetFullPath(options.Data ?? DefaultData());
    Corpus corpus = Corpus.Load(data);
    Console.Error.WriteLine(
        $"{corpus.Training.Length + corpus.HeldOut.Length:N0} characters of {corpus.Files} files in {data}");
    if (options.Single)
    {
        RunReport alone = SingleRun.Train(options, corpus);
        ReportPrinter.Write(alone with { SingleHeldOutLoss = alone.HeldOutLoss }, text: null, options.Json);
        return alone.Succeeded() ? 0 : Failed;
    }

    (RunReport report, string? text) = await RunTogetherAsync(options, data);
    if (options.CompareSingle)
    {
        report = report with { SingleHeldOutLoss = SingleRun.Train(options, corpus).HeldOutLoss };
    }

    ReportPrinter.Write(report, text, options.Json);
    return report.Succeeded() ? 0 : Failed;
}
catch (OperationCanceledException)
{
    return Failed;
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(RunOptions.Usage);
    return WrongUsage;
}
catch (Exception exception) when (exception is InvalidOperationException or IOException or InvalidDataException)
{
    Console.Error.WriteLine(exception.Message);
    return Failed;
}

static async Task<(RunReport Report, string? Text)> RunTogetherAsync(RunOptions options, string data)
{
    async Task<(RunReport Report, string? Text)> WithAsync(IDisplay display)
    {
        TogetherRun run = new(options, data, display);
        return (await run.RunAsync(), run.Text);
    }

    return Console.IsOutputRedirected || Console.IsErrorRedirected
        ? await WithAsync(new LineDisplay(options.Steps))
        : await BarDisplay.RunAsync(options.Nodes, options.Steps, WithAsync);
}

// The pipe to the parent closes when the parent ends, however it ends: no worker outlives it.
static void EndWithParent(CancellationTokenSource orphaned) => Task.Factory.StartNew(
    () =>
    {
        // Reads of the console block, so they get a thread of their own.
        while (Console.In.Read() >= 0)
        {
        }

        orphaned.Cancel();
    },
    CancellationToken.None,
    TaskCreationOptions.LongRunning,
    TaskScheduler.Default);

static string DefaultData()
{
    for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        if (File.Exists(Path.Combine(folder.FullName, "DaaCompute.Net.sln")))
        {
            return folder.FullName;
        }
    }

    throw new InvalidDataException("The repository's Markdown is not here. Name a text file or folder with --data.");
}
