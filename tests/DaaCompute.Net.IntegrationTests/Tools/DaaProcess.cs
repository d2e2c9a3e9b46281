using System.Diagnostics;
using System.Text.Json;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.IntegrationTests.Tools;

/// <summary>A running <c>daa</c>: its lines, its end.</summary>
internal sealed class DaaProcess : IAsyncDisposable
{
    // A bound on a hang, not an expectation: a loaded machine starts a process in a second or two.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly Task<string> _errors;

    private DaaProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(_patience.Token);
    }

    public int Id => _process.Id;

    public static DaaProcess Start(string home, params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(host)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(OutputFolder(), "daa.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DAA_HOME"] = home;
        start.Environment.Remove("DAA_IDENTITY_PASSPHRASE");
        return new DaaProcess(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string home, params string[] arguments)
    {
        await using DaaProcess process = Start(home, arguments);
        string output = await process._process.StandardOutput.ReadToEndAsync(process._patience.Token);
        return (await process.EndAsync(), output, await process._errors);
    }

    /// <summary>The next line, as JSON.</summary>
    public async Task<JsonElement> ReadAsync()
    {
        string? line = await _process.StandardOutput.ReadLineAsync(_patience.Token);
        return line is null
            ? throw new InvalidOperationException($"daa ended: {await _errors}")
            : JsonSerializer.Deserialize<JsonElement>(line);
    }

    /// <summary>Reads on to the next event of a kind.</summary>
    public async Task<JsonElement> ReadEventAsync(string kind)
    {
        while (true)
        {
            JsonElement line = await ReadAsync();
            if (line.TryGetProperty("event", out JsonElement name) && name.GetString() == kind)
            {
                return line;
            }
        }
    }

    public void CloseInput() => _process.StandardInput.Close();

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(_patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _patience.Dispose();
    }

    /// <summary>The tool is built with the same configuration and framework as these tests.</summary>
    private static string OutputFolder() =>
        Path.Combine([RepositoryRoot.Path, "tools", "daa", "bin", .. AppContext.BaseDirectory
            .TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..]]);
}
