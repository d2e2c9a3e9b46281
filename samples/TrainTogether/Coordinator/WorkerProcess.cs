using System.Diagnostics;
using System.Text.Json;
using TrainTogether.Workers;

namespace TrainTogether.Coordinator;

/// <summary>A worker as a child process: started, listened to, and ended with this one.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const string StopSignal = "STOP";

    private readonly Process _process;

    private WorkerProcess(int index, Process process)
    {
        Index = index;
        _process = process;
    }

    public int Index { get; }

    /// <summary>What the worker said last of itself; null until it listens.</summary>
    public WorkerReady? Ready { get; private set; }

    public WorkerStep? LastStep { get; private set; }

    public WorkerDone? Done { get; private set; }

    /// <summary>Killed or frozen by this program.</summary>
    public string? Fault { get; private set; }

    public static WorkerProcess Start(int index, IEnumerable<string> arguments)
    {
        // Under 'dotnet run' the process is the program itself; under 'dotnet TrainTogether.dll' it is dotnet.
        string executable = Environment.ProcessPath!;
        ProcessStartInfo start = new(executable) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(executable) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TrainTogether.dll"));
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Several processes share the cores: a server collector or spinning pool threads would only get in each other's way.
        start.Environment["DOTNET_gcServer"] = "0";
        return new WorkerProcess(index, Process.Start(start)!);
    }

    /// <summary>Reads the worker's events until it ends.</summary>
    /// <param name="onEvent">Called for each, in order.</param>
    /// <returns>The exit code; null when it was killed or frozen on purpose.</returns>
    public async Task<int?> ListenAsync(Action<WorkerProcess> onEvent)
    {
        while (await _process.StandardOutput.ReadLineAsync() is string line)
        {
            switch (JsonSerializer.Deserialize(line, JsonContext.Default.WorkerEvent))
            {
                case WorkerReady ready:
                    Ready = ready;
                    break;
                case WorkerStep step:
                    LastStep = step;
                    break;
                case WorkerDone done:
                    Done = done;
                    break;
            }

            onEvent(this);
        }

        await _process.WaitForExitAsync();
        return Fault is null ? _process.ExitCode : null;
    }

    public void Kill()
    {
        Fault = "killed";
        _process.Kill();
    }

    /// <summary>Stops the process without ending it (SIGSTOP): its sockets stay open, and it says nothing more.</summary>
    public void Freeze()
    {
        Fault = "frozen";
        using Process signal = Process.Start("kill", ["-s", StopSignal, $"{_process.Id}"]);
        signal.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // SIGKILL ends a stopped process as well.
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
