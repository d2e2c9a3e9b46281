using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DaaCompute.Net.Sim;

/// <summary>A process that runs one simulation after another; replaced when it dies, or has grown old.</summary>
internal sealed class SweepWorker : IDisposable
{
    /// <summary>Runs after which a process is replaced: what crashed nodes leave behind in static tables goes with it.</summary>
    private const int MaxRuns = 300;

    private Process? _process;
    private int _runs;

    public SweepResult Run(SweepTask task)
    {
        if (_runs++ % MaxRuns == 0)
        {
            Stop();
        }

        _process ??= Start();
        StringBuilder report = new();
        try
        {
            _process.StandardInput.WriteLine(task.ToString());
            _process.StandardInput.Flush();
            while (_process.StandardOutput.ReadLine() is string line)
            {
                report.Append(line);
                if (line.StartsWith(SimulationReport.ClosingWord, StringComparison.Ordinal))
                {
                    string[] words = line.Split(' ');
                    bool passed = words[^1] == "0";
                    return new SweepResult(passed, long.Parse(words[5], CultureInfo.InvariantCulture), report.ToString());
                }

                report.AppendLine();
            }
        }
        catch (IOException)
        {
            report.AppendLine("The worker does not listen any more.");
        }

        _process.WaitForExit();
        report.Append(CultureInfo.InvariantCulture, $"The worker died with exit code {_process.ExitCode} in: {task}");
        Stop();
        return new SweepResult(Passed: false, Events: 0, report.ToString());
    }

    public void Dispose() => Stop();

    private static Process Start()
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SweepWorker).Assembly.Location);
        }

        start.ArgumentList.Add("worker");

        // Compiled code is mapped once, not twice: writing it is a tenth of a worker's time, and it loads nothing foreign.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private void Stop()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }
    }
}
