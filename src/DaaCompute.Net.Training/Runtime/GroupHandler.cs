using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>Reads peers' control streams.</summary>
internal sealed class GroupHandler(
    GroupLinks links,
    ILogger logger,
    Func<PeerId, GroupFrame, CancellationToken, ValueTask> dispatch) : IProtocolHandler
{
    public ProtocolId Protocol => GroupProtocols.Control;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        PeerId peer = stream.Connection.RemotePeer.Id;
        links.Entered(stream.Connection);
        try
        {
            await ReadAsync(peer, stream.Input, cancellationToken).ConfigureAwait(false);
        }
        catch (ProtocolViolationException exception)
        {
            TrainingLog.ProtocolViolated(logger, peer, exception.Message);
            throw;
        }
        finally
        {
            links.Left(stream.Connection);
        }
    }

    private async ValueTask ReadAsync(PeerId peer, PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            while (LengthPrefixed.TryTake(ref buffer, out ReadOnlySequence<byte> message))
            {
                await dispatch(peer, GroupCodec.Read(message, peer), cancellationToken).ConfigureAwait(false);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }
}
