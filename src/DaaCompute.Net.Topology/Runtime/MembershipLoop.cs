using System.Collections.Immutable;
using DaaCompute.Net.Topology.Diagnostics;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>Tells the network of this node: its join, its links as they come and go, the nodes it sees fail, its leave.</summary>
internal sealed class MembershipLoop(
    IPeerNetwork network,
    StateKeeper keeper,
    ChangeProposer proposer,
    IPeerObserver observer,
    IOptions<TopologyOptions> options,
    TimeProvider time,
    ILogger<MembershipLoop> logger)
{
    private readonly TopologyOptions _options = options.Value;
    private readonly long _begin = time.GetTimestamp();
    private MembershipPlan? _plan;

    private NodeInfo Self
    {
        get
        {
            PeerInfo local = network.LocalPeer;
            return new NodeInfo(local.Id, local.Role, local.Capabilities, _options.Region);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _plan = new MembershipPlan(
            Self, _options.LinkSettleTime, _options.ProposalPatience, _options.MaxReportedChanges);
        using PeriodicTimer timer = new(_options.ReportInterval, time);
        try
        {
            do
            {
                await ReportAsync(_plan, cancellationToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    /// <summary>Leaves, and waits until that is final.</summary>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        PeerId self = network.LocalPeer.Id;
        try
        {
            while (keeper.Current.Members.ContainsKey(self))
            {
                await proposer.ProposeAsync([new NodeLeft(self, Graceful: true)], cancellationToken).ConfigureAwait(false);
                await WaitToBeGoneAsync(self, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException)
        {
            // It stops all the same; the others will find out.
            TopologyLog.LeaveNotFinal(logger);
        }
    }

    private async ValueTask WaitToBeGoneAsync(PeerId self, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_options.ProposalPatience, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            while (keeper.Current is NetworkState state && state.Members.ContainsKey(self))
            {
                await keeper.WaitBeyondAsync(state.Height, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is proposed again.
        }
    }

    private async ValueTask ReportAsync(MembershipPlan plan, CancellationToken cancellationToken)
    {
        NetworkState state = keeper.Current;
        Dictionary<PeerId, TimeSpan?> links = [];
        foreach (IPeerConnection connection in network.Connected)
        {
            PeerId peer = connection.RemotePeer.Id;
            bool isTold = state.Members.TryGetValue(network.LocalPeer.Id, out MemberRecord? me)
                && me.Links.TryGetValue(peer, out LinkRecord? link) && link.IsUp;

            // What is about to be told is measured now: the last measure may be of a bad moment long ago.
            links[peer] = isTold && connection.RoundTripTime is TimeSpan known
                ? known
                : await MeasureAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        IEnumerable<PeerId> failed = state.Members.Keys.Where(member => observer.StatusOf(member) == PeerStatus.Failed);
        ImmutableArray<TopologyChange> changes = plan.Next(state, links, failed, time.GetElapsedTime(_begin));
        if (changes.IsEmpty)
        {
            return;
        }

        try
        {
            await proposer.ProposeAsync(changes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DaaComputeException or IOException)
        {
            // What was not proposed still differs from the state, so it comes up again.
            TopologyLog.ReportFailed(logger, exception.Message);
        }
    }

    private async ValueTask<TimeSpan?> MeasureAsync(IPeerConnection connection, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_options.EndorsementTimeout, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await network.PingAsync(connection.RemotePeer.Id, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
