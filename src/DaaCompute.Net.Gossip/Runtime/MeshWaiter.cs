namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>Somebody who waits until a topic's mesh is ready.</summary>
internal sealed class MeshWaiter(string topic)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Topic => topic;

    public Task Ready => _ready.Task;

    public void Complete() => _ready.TrySetResult();

    public void Fail(Exception exception) => _ready.TrySetException(exception);
}
