using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DaaCompute.Net.InteropTests;

/// <summary>The process that runs <c>peer.mjs</c>: commands and answers by number, events kept until somebody asks.</summary>
internal sealed class JsProcess : IAsyncDisposable
{
    /// <summary>A bound on a hang, not an expectation.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, TaskCompletionSource<JsonElement>> _calls = [];
    private readonly List<JsonElement> _events = [];
    private readonly List<(Func<JsonElement, bool> Where, TaskCompletionSource<JsonElement> Source)> _waiters = [];
    private int _lastCall;
    private Exception? _end;

    private JsProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public static JsProcess Start()
    {
        ProcessStartInfo start = new(JsRuntime.Node ?? throw new InvalidOperationException(JsRuntime.Missing))
        {
            WorkingDirectory = JsRuntime.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("peer.mjs");
        return new JsProcess(Process.Start(start)!);
    }

    public async Task<JsonElement> CallAsync(string command, object? arguments)
    {
        JsonObject line = arguments is null ? [] : JsonSerializer.SerializeToNode(arguments, Json)!.AsObject();
        TaskCompletionSource<JsonElement> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            line["id"] = ++_lastCall;
            line["command"] = command;
            _calls.Add(_lastCall, answer);
            Refuse(answer);
        }

        await _process.StandardInput.WriteLineAsync(line.ToJsonString());
        await _process.StandardInput.FlushAsync();
        return await answer.Task.WaitAsync(Patience);
    }

    public async Task<JsonElement> EventAsync(string kind, Func<JsonElement, bool> where)
    {
        TaskCompletionSource<JsonElement> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            int index = _events.FindIndex(IsAskedFor);
            if (index >= 0)
            {
                JsonElement found = _events[index];
                _events.RemoveAt(index);
                return found;
            }

            _waiters.Add((IsAskedFor, source));
            Refuse(source);
        }

        return await source.Task.WaitAsync(Patience);

        bool IsAskedFor(JsonElement line) => line.GetProperty("event").GetString() == kind && where(line);
    }

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

    private async Task ReadAsync()
    {
        string why = "it has ended";
        try
        {
            while (await _process.StandardOutput.ReadLineAsync() is string text)
            {
                JsonElement line = JsonSerializer.Deserialize<JsonElement>(text);
                lock (_lock)
                {
                    Take(line);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            why = $"it says what makes no sense: {exception.Message}";
            _process.Kill(entireProcessTree: true);
        }

        InvalidOperationException end = new($"No answer comes from the js-libp2p peer: {why}. {await _errors}");
        lock (_lock)
        {
            _end = end;
            foreach (TaskCompletionSource<JsonElement> source in _calls.Values.Concat(_waiters.Select(waiter => waiter.Source)))
            {
                source.TrySetException(end);
            }
        }
    }

    private void Take(JsonElement line)
    {
        if (line.TryGetProperty("id", out JsonElement number))
        {
            _calls.Remove(number.GetInt32(), out TaskCompletionSource<JsonElement>? call);
            if (line.TryGetProperty("error", out JsonElement error))
            {
                call!.TrySetException(new JsPeerException(
                    error.GetProperty("name").GetString()!, error.GetProperty("message").GetString()!));
            }
            else
            {
                call!.TrySetResult(line.GetProperty("result"));
            }

            return;
        }

        int index = _waiters.FindIndex(waiter => waiter.Where(line));
        if (index < 0)
        {
            _events.Add(line);
            return;
        }

        _waiters[index].Source.TrySetResult(line);
        _waiters.RemoveAt(index);
    }

    private void Refuse(TaskCompletionSource<JsonElement> source)
    {
        if (_end is not null)
        {
            source.TrySetException(_end);
        }
    }
}
