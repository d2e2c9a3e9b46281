using DaaCompute.Net.Transport.Diagnostics;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Finds links whose keys have served long enough, and has the end that dialled them replace them.</summary>
internal sealed class LinkRenewal(
    NetworkContext context, ConnectionRegistry registry, PeerDialer dialer)
{
    /// <summary>Renews what is due; a failed renewal is tried again at the next step, for the old link still serves.</summary>
    public Task StepAsync(CancellationToken stopping) => Task.WhenAll(registry.Connected
        .Select(connection => (Connection: connection, Link: connection.Primary))
        .Where(due => IsDue(due.Link))
        .Select(due => RenewAsync(due.Connection, due.Link, stopping)));

    private bool IsDue(PeerLink link) =>
        link.IsOutbound
        && link.IsAlive
        && !link.IsDraining
        && (link.Age >= context.Options.MaxLinkAge || link.Bytes >= context.Options.MaxLinkBytes);

    private async Task RenewAsync(PeerConnection connection, PeerLink link, CancellationToken stopping)
    {
        try
        {
            await dialer.RenewAsync(connection, link, stopping).ConfigureAwait(false);
        }
        catch (DaaComputeException exception)
        {
            TransportLog.DialFailed(context.Log, connection.PeerId, exception.Message);
        }
    }
}
