using DaaCompute.Net.Topology.Diagnostics;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>
/// The node's part in the agreed state, as it starts and stops: it answers those who ask for its signature, tells of itself
/// and its links, and leaves.
/// </summary>
internal sealed class TopologyMembership(
    IPeerNetwork network,
    MembershipLoop membership,
    EndorsementHandler handler,
    TopologyConsensus agreement,
    IOptions<TopologyOptions> options,
    ILogger<TopologyMembership> logger) : ILayerService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private IDisposable? _handling;
    private Task _telling = Task.CompletedTask;

    public NetworkLayer Layer => NetworkLayer.Consensus;

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _handling = network.Handle(handler);
        if (options.Value.IsMember)
        {
            _telling = TellAsync();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _telling.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (options.Value.IsMember)
        {
            await membership.LeaveAsync(cancellationToken).ConfigureAwait(false);
        }

        _handling?.Dispose();
        agreement.Complete();
    }

    public void Dispose() => _stopping.Dispose();

    private async Task TellAsync()
    {
        try
        {
            await membership.RunAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            TopologyLog.TaskFailed(logger, exception, "membership");
        }
    }
}
