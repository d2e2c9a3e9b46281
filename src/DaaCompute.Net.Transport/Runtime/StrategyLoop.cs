using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Does what <see cref="ConnectionStrategy"/> plans, dials bootstrap nodes, and renews links that are due.</summary>
internal sealed class StrategyLoop(
    NetworkContext context,
    ConnectionRegistry registry,
    PeerDialer dialer,
    Bootstrapper bootstrapper,
    IPeerDirectory directory,
    LinkRenewal renewal,
    DialGuidance guidance)
{
    /// <summary>Many changes at once are looked at once.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly ConnectionStrategy _strategy = new(context.Identity.PeerId, context.Options.ConnectionStrategy);
    private readonly Signal _changed = new();

    /// <summary>Makes it look soon.</summary>
    public void Wake() => _changed.Set();

    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            if (context.Options.ConnectionStrategy.Enabled)
            {
                await bootstrapper.StepAsync(stopping).ConfigureAwait(false);
                await StepAsync(stopping).ConfigureAwait(false);
            }

            await renewal.StepAsync(stopping).ConfigureAwait(false);
            await Task.Delay(Pace, context.Time, stopping).ConfigureAwait(false);
            await _changed
                .WaitAsync(context.Options.ConnectionStrategy.Interval, context.Time, stopping)
                .ConfigureAwait(false);
        }
    }

    /// <summary>One step.</summary>
    public async Task StepAsync(CancellationToken stopping)
    {
        ConnectedPeer[] connected = [.. registry.Connected.Select(connection => new ConnectedPeer(
            connection.PeerId,
            connection.RemotePeer.Role,
            connection.Age,
            connection.Inbound.Open + connection.Outbound.Open))];
        IPeerPreferences? preferences = guidance.Preferences();
        StrategyPlan plan = _strategy.Plan(
            connected,
            directory.Snapshot().Where(peer => !peer.Addresses.IsEmpty && dialer.MayDial(peer.Id)),
            peer => preferences?.EstimatedRoundTrip(peer));
        await Task.WhenAll(plan.Prune.Select(peer => PruneAsync(peer, stopping))).ConfigureAwait(false);
        await Task.WhenAll(plan.Dial.Select(peer => DialAsync(peer, stopping))).ConfigureAwait(false);
    }

    private async Task DialAsync(PeerId peer, CancellationToken stopping)
    {
        try
        {
            await dialer.ConnectAsync(peer, stopping, stopping).ConfigureAwait(false);
        }
        catch (DaaComputeException exception)
        {
            TransportLog.DialFailed(context.Log, peer, exception.Message);
        }
    }

    private async Task PruneAsync(PeerId peer, CancellationToken stopping)
    {
        if (registry.Find(peer) is PeerConnection connection)
        {
            TransportLog.PeerPruned(context.Log, peer);
            dialer.Suspend(peer);
            await connection.CloseAsync(stopping).ConfigureAwait(false);
        }
    }
}
