namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>Two ends that lead to each other, in one process.</summary>
internal sealed class Link(string name, IEnd near, IEnd far, params IReadOnlyList<IAsyncDisposable> owned) : IAsyncDisposable
{
    public string Name => name;

    public IEnd Near => near;

    public IEnd Far => far;

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable item in owned)
        {
            await item.DisposeAsync();
        }
    }
}
