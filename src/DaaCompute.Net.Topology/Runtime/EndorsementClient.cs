using DaaCompute.Net.Topology.Diagnostics;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>Asks other nodes to sign.</summary>
internal sealed class EndorsementClient(
    IPeerNetwork network,
    StateKeeper keeper,
    IOptions<TopologyOptions> options,
    TimeProvider time,
    ILogger<EndorsementClient> logger)
{
    /// <summary>Asks one node.</summary>
    /// <returns>Its endorsement, checked; null when it refuses or cannot be asked.</returns>
    public async ValueTask<DetachedEndorsement?> AskAsync(
        PeerId peer, TopologyStatement statement, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(options.Value.EndorsementTimeout, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            EndorsementReply? reply = await ExchangeAsync(peer, statement, either.Token).ConfigureAwait(false);
            if (reply?.Endorsement is DetachedEndorsement endorsement
                && keeper.Current.Members.TryGetValue(peer, out MemberRecord? member)
                && keeper.Proof.Verify(statement, endorsement, member.Key))
            {
                return endorsement;
            }

            TopologyLog.EndorsementRefused(logger, peer, statement.Change, reply?.Refusal ?? EndorsementRefusal.Malformed);
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException or IOException
            && !cancellationToken.IsCancellationRequested)
        {
            TopologyLog.EndorsementFailed(logger, peer, statement.Change, exception.Message);
        }

        return null;
    }

    private async ValueTask<EndorsementReply?> ExchangeAsync(
        PeerId peer, TopologyStatement statement, CancellationToken cancellationToken)
    {
        IPeerStream stream = await network.OpenStreamAsync(peer, EndorsementHandler.Id, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await stream.Output.WriteAsync(StatementCodec.Encode(statement), cancellationToken).ConfigureAwait(false);
            await stream.Output.CompleteAsync().ConfigureAwait(false);
            byte[] answer = await BoundedRead.ToEndAsync(stream.Input, EndorsementReply.MaxLength, cancellationToken)
                .ConfigureAwait(false);
            return EndorsementReply.TryDecode(answer, out EndorsementReply? reply) ? reply : null;
        }
    }
}
