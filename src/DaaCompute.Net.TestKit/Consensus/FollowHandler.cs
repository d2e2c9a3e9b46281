using DaaCompute.Net.Consensus;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.TestKit.Consensus;

/// <summary>The leader sends its order, as far as it goes and as it grows.</summary>
internal sealed class FollowHandler(OrderedLog log) : IProtocolHandler
{
    public static ProtocolId Id { get; } = new("/daa/single-leader/follow/1.0.0");

    public ProtocolId Protocol => Id;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        if (await LeaderWire.ReadHeightAsync(stream.Input, cancellationToken).ConfigureAwait(false) is not long height || height < 0)
        {
            throw new ProtocolViolationException("A follower has to say from where it wants the order.");
        }

        while (true)
        {
            Proposal proposal = await log.ReadAsync(height++, cancellationToken).ConfigureAwait(false);
            await stream.Output.WriteAsync(LeaderWire.Entry(proposal.Proposer, proposal.Payload.Span), cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
