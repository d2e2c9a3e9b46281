using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>
/// Tries a peer's addresses, the next one when the last has failed or has taken too long; the first link wins, all others
/// are cancelled. (RFC 8305, "Happy Eyeballs".)
/// </summary>
internal sealed class DialRace(
    LinkDialer dialer, NetworkContext context, PeerId peer, IReadOnlyList<Multiaddress> addresses)
{
    private readonly List<(Multiaddress Address, Task<PeerLink> Task)> _running = [];
    private readonly List<(Multiaddress Address, DaaComputeException Exception)> _failures = [];

    /// <summary>Runs the race.</summary>
    /// <exception cref="PeerUnreachableException">Nobody won; the message says what came of each.</exception>
    /// <exception cref="ResourceLimitException">A limit of this node is why.</exception>
    public async Task<PeerLink> RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        PeerLink? winner = null;
        try
        {
            int next = 0;
            while (winner is null && (next < addresses.Count || _running.Count > 0))
            {
                if (next < addresses.Count && _running.Count < context.Options.ParallelDialsPerPeer)
                {
                    Multiaddress address = addresses[next++];
                    _running.Add((address, dialer.DialAsync(address, peer, over.Token).AsTask()));
                }

                await WaitAsync(mayStart: next < addresses.Count, over.Token).ConfigureAwait(false);
                winner = await TakeFinishedAsync().ConfigureAwait(false);
            }

            return winner ?? throw Unreachable();
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await DiscardOthersAsync().ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(bool mayStart, CancellationToken cancellationToken)
    {
        Task any = Task.WhenAny(_running.Select(attempt => attempt.Task));
        if (!mayStart || _running.Count == context.Options.ParallelDialsPerPeer)
        {
            await any.ConfigureAwait(false);
            return;
        }

        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task pause = Task.Delay(DialPlan.Stagger, context.Time, done.Token);
        await Task.WhenAny(any, pause).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
    }

    private async Task<PeerLink?> TakeFinishedAsync()
    {
        foreach ((Multiaddress address, Task<PeerLink> task) in _running.Where(attempt => attempt.Task.IsCompleted).ToArray())
        {
            _running.Remove((address, task));
            try
            {
                return await task.ConfigureAwait(false);
            }
            catch (DaaComputeException exception)
            {
                _failures.Add((address, exception));
            }
        }

        return null;
    }

    private async Task DiscardOthersAsync()
    {
        foreach ((_, Task<PeerLink> task) in _running)
        {
            try
            {
                PeerLink late = await task.ConfigureAwait(false);
                await LinkRunner.DiscardAsync(late, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or DaaComputeException)
            {
                // It lost, one way or another.
            }
        }
    }

    private DaaComputeException Unreachable()
    {
        if (_failures.Select(failure => failure.Exception).OfType<ResourceLimitException>().FirstOrDefault() is { } limit)
        {
            return limit;
        }

        string tried = _failures.Count == 0
            ? "no address of it is known that this node can dial"
            : string.Join("; ", _failures.Select(failure => $"{failure.Address}: {failure.Exception.Message}"));
        Exception? cause = _failures.Select(failure => failure.Exception).OfType<HandshakeException>().FirstOrDefault()
            ?? _failures.Select(failure => failure.Exception).FirstOrDefault();
        return new PeerUnreachableException(peer, $"Peer {peer} cannot be reached: {tried}", cause);
    }
}
