using System.Threading.Channels;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.TestKit.Consensus;

/// <summary>The leader takes proposals.</summary>
internal sealed class SubmitHandler(ChannelWriter<(ReadOnlyMemory<byte> Payload, PeerId Proposer)> submitted) : IProtocolHandler
{
    public static ProtocolId Id { get; } = new("/daa/single-leader/submit/1.0.0");

    public ProtocolId Protocol => Id;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        byte[] payload = await LeaderWire.ReadToEndAsync(stream.Input, cancellationToken).ConfigureAwait(false);
        if (payload.Length > 0)
        {
            await submitted.WriteAsync((payload, stream.Connection.RemotePeer.Id), cancellationToken).ConfigureAwait(false);
        }

        await stream.Output.CompleteAsync().ConfigureAwait(false);
    }
}
