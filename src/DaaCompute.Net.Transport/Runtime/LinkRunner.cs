using DaaCompute.Net.Transport.Diagnostics;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Runs links from their handshake to their end: serves the peer's streams, drains links that are replaced.</summary>
internal sealed class LinkRunner(
    NetworkContext context, ConnectionRegistry registry, StreamServer server, BackgroundTasks tasks)
{
    /// <summary>The other end learns of the link it should use as late as a slow handshake message after this one.</summary>
    private static readonly TimeSpan DrainInterval = TimeSpan.FromSeconds(1);

    /// <summary>Called with each peer that was not connected before. Must not block.</summary>
    public Action<PeerConnection>? Connected { get; set; }

    /// <summary>Takes over a link whose handshake is done.</summary>
    /// <exception cref="ResourceLimitException">The peer has too many links.</exception>
    /// <exception cref="ConnectionClosedException">The node stops.</exception>
    public async ValueTask<PeerConnection> RunAsync(PeerLink link, CancellationToken stopping)
    {
        LinkAddition addition;
        try
        {
            addition = registry.Add(link);
        }
        catch (DaaComputeException)
        {
            await DiscardAsync(link, stopping).ConfigureAwait(false);
            throw;
        }

        PeerConnection connection = addition.Connection;
        if (!tasks.TryRun("link", () => ServeAsync(connection, link, stopping)))
        {
            await EndAsync(connection, link).ConfigureAwait(false);
            throw new ConnectionClosedException("The node is stopping.");
        }

        // A peer that dials although it is connected has died meanwhile, more often than not, and its links with it.
        foreach (PeerLink earlier in connection.Links.Where(other => other != link && other.IsAlive))
        {
            earlier.Multiplexed.Probe(context.Options.HandshakeTimeout);
        }

        if (addition.Spare is PeerLink spare)
        {
            tasks.TryRun("drain", () => DrainAsync(spare, stopping));
        }

        if (addition.IsNew)
        {
            Connected?.Invoke(connection);
        }

        return connection;
    }

    /// <summary>Says goodbye over a link that nobody uses.</summary>
    public static async ValueTask DiscardAsync(PeerLink link, CancellationToken cancellationToken)
    {
        try
        {
            await link.Multiplexed.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or DaaComputeException)
        {
            link.Multiplexed.Abort(exception);
        }
        finally
        {
            await link.Multiplexed.DisposeAsync().ConfigureAwait(false);
            link.Dispose();
        }
    }

    private async Task ServeAsync(PeerConnection connection, PeerLink link, CancellationToken stopping)
    {
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(link.Multiplexed.Closed, stopping);
        try
        {
            await server.ServeAsync(connection, link, either.Token).ConfigureAwait(false);
        }
        catch (DaaComputeException exception)
        {
            link.Multiplexed.Abort(exception);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && link.IsAlive)
        {
            // The node stops and closes the link itself; until it has, the link is still there.
            await WhenClosedAsync(link).ConfigureAwait(false);
        }
        finally
        {
            // The streams' handlers go by this token, and the link's own may fire a little later.
            await either.CancelAsync().ConfigureAwait(false);
            await EndAsync(connection, link).ConfigureAwait(false);
        }
    }

    private static async Task WhenClosedAsync(PeerLink link)
    {
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration =
            link.Multiplexed.Closed.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), closed);
        await closed.Task.ConfigureAwait(false);
    }

    private async ValueTask EndAsync(PeerConnection connection, PeerLink link)
    {
        try
        {
            await link.Multiplexed.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            registry.Remove(connection, link);
            link.Dispose();
        }
    }

    /// <summary>
    /// Lets a link's streams end by themselves, for as long as a link may live at all, then says goodbye. New streams go
    /// over the link in use, at both ends.
    /// </summary>
    private async Task DrainAsync(PeerLink link, CancellationToken stopping)
    {
        TransportLog.LinkDraining(context.Log, link.Multiplexed.RemoteKey.PeerId, link.IsOutbound, link.Streams);
        TimeSpan deadline = link.Age + context.Options.MaxLinkAge;
        do
        {
            await Task.Delay(DrainInterval, context.Time, stopping).ConfigureAwait(false);
        }
        while (link.IsDraining && link.IsAlive && link.Streams > 0 && link.Age < deadline);

        if (link.IsDraining)
        {
            await link.Multiplexed.CloseAsync(stopping).ConfigureAwait(false);
        }
    }
}
