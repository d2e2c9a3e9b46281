using DaaCompute.Net.Topology.Diagnostics;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>
/// Signs what peers ask this node to sign: a link that it has with the one who asks, and that a node has failed which its own
/// failure detector has given up.
/// </summary>
internal sealed class EndorsementHandler(
    IPeerNetwork network,
    StateKeeper keeper,
    BatchSigner signer,
    IPeerObserver observer,
    IOptions<TopologyOptions> options,
    TimeProvider time,
    TopologyMetrics metrics) : IProtocolHandler
{
    /// <summary>The longest statement: a join with a region takes some 150 bytes.</summary>
    public const int MaxRequestLength = 1024;

    /// <summary>A claimed round trip may be this much longer or shorter than what this end measures, and a factor.</summary>
    private const int LatencySlackMs = 20;

    private const int LatencyFactor = 3;

    private readonly EndorsementBudget _budget = new(options.Value.EndorsementsPerSecond, time);

    public static ProtocolId Id { get; } = new("/daa/topology/1.0.0");

    public ProtocolId Protocol => Id;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        byte[] request = await BoundedRead.ToEndAsync(stream.Input, MaxRequestLength, cancellationToken).ConfigureAwait(false);
        EndorsementReply reply = await AnswerAsync(request, stream.Connection, cancellationToken).ConfigureAwait(false);
        metrics.Asked(reply.Refusal.ToString());
        await stream.Output.WriteAsync(reply.Encode(), cancellationToken).ConfigureAwait(false);
        await stream.Output.CompleteAsync().ConfigureAwait(false);
    }

    private async ValueTask<EndorsementReply> AnswerAsync(
        byte[] request, IPeerConnection connection, CancellationToken cancellationToken)
    {
        if (!_budget.TryTake(connection.RemotePeer.Id))
        {
            return new EndorsementReply(null, EndorsementRefusal.Busy);
        }

        if (!StatementCodec.TryDecode(request, out TopologyStatement? statement))
        {
            return new EndorsementReply(null, EndorsementRefusal.Malformed);
        }

        if (statement.Change is LinkEstablished claimed && !IsPlausible(claimed.LatencyMs, connection.RoundTripTime))
        {
            // What was measured last may be of a bad moment long ago; the connection keeps what this finds.
            TimeSpan fresh = await network.PingAsync(connection.RemotePeer.Id, cancellationToken).ConfigureAwait(false);
            if (!IsPlausible(claimed.LatencyMs, fresh))
            {
                return new EndorsementReply(null, EndorsementRefusal.NotObserved);
            }
        }

        EndorsementRefusal refusal = Judge(statement, connection);
        return refusal != EndorsementRefusal.None
            ? new EndorsementReply(null, refusal)
            : new EndorsementReply(
                await signer.SignAsync(statement, cancellationToken).ConfigureAwait(false), EndorsementRefusal.None);
    }

    private EndorsementRefusal Judge(TopologyStatement statement, IPeerConnection connection)
    {
        PeerId self = network.LocalPeer.Id;
        NetworkState state = keeper.Current;
        switch (statement.Change)
        {
            case LinkEstablished link:
                bool isOurs = ChangeSubject.Link(link.From, link.To) == ChangeSubject.Link(self, connection.RemotePeer.Id);
                return !isOurs
                    ? EndorsementRefusal.NotObserved
                    : Check(state, new ProvenChange(statement, [link.From, link.To]));
            case NodeLeft { Graceful: false } left:
                return left.NodeId == self || observer.StatusOf(left.NodeId) != PeerStatus.Failed
                    ? EndorsementRefusal.NotObserved
                    : state.Electorate.Validators.Contains(self)
                        ? Check(state, new ProvenChange(statement, state.Electorate.Validators))
                        : EndorsementRefusal.Invalid;
            default:
                return EndorsementRefusal.Invalid;
        }
    }

    private static EndorsementRefusal Check(NetworkState state, ProvenChange change) =>
        TopologyRules.Check(state, change) == ChangeVerdict.Valid ? EndorsementRefusal.None : EndorsementRefusal.Invalid;

    private static bool IsPlausible(int claimedMs, TimeSpan? measured)
    {
        if (measured is not TimeSpan own)
        {
            return true;
        }

        double ownMs = own.TotalMilliseconds;
        return claimedMs <= (ownMs * LatencyFactor) + LatencySlackMs && ownMs <= (claimedMs * LatencyFactor) + LatencySlackMs;
    }
}
