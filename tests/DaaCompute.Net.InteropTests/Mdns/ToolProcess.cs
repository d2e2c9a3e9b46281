using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace DaaCompute.Net.InteropTests.Mdns;

/// <summary>A tool that runs until disposed, and whose lines are waited for.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _errors = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _said = new();
    private readonly Task _reading;

    public ToolProcess(string tool, IEnumerable<string> arguments, (string Name, string Value) variable)
    {
        ProcessStartInfo start = new(tool, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [variable.Name] = variable.Value },
        };
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(
            ReadAsync(_process.StandardOutput, _output.Writer), ReadAsync(_process.StandardError, _errors.Writer));
    }

    /// <summary>The next line of its output that is wanted.</summary>
    public Task<string> LineAsync(Func<string, bool> isWanted) => NextAsync(_output.Reader, isWanted);

    /// <summary>The next line of its error output that is wanted.</summary>
    public Task<string> ErrorAsync(Func<string, bool> isWanted) => NextAsync(_errors.Reader, isWanted);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task<string> NextAsync(ChannelReader<string> lines, Func<string, bool> isWanted)
    {
        using CancellationTokenSource limit = new(JsProcess.Patience);
        try
        {
            while (true)
            {
                string line = await lines.ReadAsync(limit.Token);
                if (isWanted(line))
                {
                    return line;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            lock (_said)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} did not say what was waited for, but: {_said}");
            }
        }
    }

    private async Task ReadAsync(StreamReader reader, ChannelWriter<string> lines)
    {
        while (await reader.ReadLineAsync() is string line)
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }

            lines.TryWrite(line);
        }

        lines.Complete();
    }
}
