namespace DaaCompute.Net.Tests.Runtime;

/// <summary>A layer that writes down what is done to it.</summary>
internal sealed class RecordingLayer(string name, NetworkLayer layer, List<string> journal) : ILayerService
{
    public Exception? StartFailure { get; init; }

    public Exception? StopFailure { get; init; }

    public bool HangsOnStop { get; init; }

    public NetworkLayer Layer => layer;

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        journal.Add($"start {name}");
        return StartFailure is null ? ValueTask.CompletedTask : ValueTask.FromException(StartFailure);
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (HangsOnStop)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        journal.Add($"stop {name}");
        if (StopFailure is not null)
        {
            throw StopFailure;
        }
    }
}
