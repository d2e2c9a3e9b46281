namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>Reads the log at the subscriber's own pace: nothing is queued for it, so nothing is dropped.</summary>
internal sealed class FinalizedSubscription(FinalizedLog log, long fromHeight, CancellationToken stopped) : ISubscription<Proposal>
{
    private readonly CancellationTokenSource _disposed = CancellationTokenSource.CreateLinkedTokenSource(stopped);

    public long Dropped => 0;

    public async IAsyncEnumerator<Proposal> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        CancellationToken ended = _disposed.Token;
        for (long height = fromHeight; !ended.IsCancellationRequested; height++)
        {
            while (log.Height <= height)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken);
                Task grown = log.WhenGrownAsync(height);
                await grown.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (ended.IsCancellationRequested)
                {
                    yield break;
                }
            }

            LogEntry? entry = await log.ReadAsync(height, cancellationToken).ConfigureAwait(false);
            yield return entry?.Proposal ?? throw new ProposalsPrunedException(
                $"The proposal of height {height} is no longer kept here, only those from {log.Lowest} on; "
                + $"{ConsensusOptions.Path}:{nameof(ConsensusOptions.RetainedProposals)} keeps more.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        _disposed.Dispose();
    }
}
