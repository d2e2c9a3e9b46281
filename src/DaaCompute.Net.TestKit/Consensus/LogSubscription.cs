using DaaCompute.Net.Consensus;

namespace DaaCompute.Net.TestKit.Consensus;

/// <summary>Reads the order from a height on; it drops nothing, since the order is kept.</summary>
internal sealed class LogSubscription(OrderedLog log, long fromHeight) : ISubscription<Proposal>
{
    private readonly CancellationTokenSource _disposed = new();

    public long Dropped => 0;

    public async IAsyncEnumerator<Proposal> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        for (long height = fromHeight; ; height++)
        {
            Proposal proposal;
            try
            {
                proposal = await log.ReadAsync(height, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
            {
                yield break;
            }

            yield return proposal;
        }
    }

    public async ValueTask DisposeAsync() => await _disposed.CancelAsync().ConfigureAwait(false);
}
