using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Training.Wire.Proto;
using DaaCompute.Net.Transport;
using Google.Protobuf;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>
/// Hands a predecessor's stream to the group it is for, and keeps it open until the group is done with it.
/// </summary>
internal sealed class RingHandler(TimeProvider time, Func<GroupId, AllReduceGroup?> find) : IProtocolHandler
{
    // The hello follows the stream's opening at once; a stream without one is not worth a slot.
    private static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(10);

    private static readonly MessageParser<RingHello> Hellos = RingHello.Parser.WithDiscardUnknownFields(true);

    public ProtocolId Protocol => GroupProtocols.Ring;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        RingHello hello = await ReadHelloAsync(stream.Input, cancellationToken).ConfigureAwait(false);
        if (!GroupId.IsValid(hello.Group) || find(new GroupId(hello.Group)) is not { } group)
        {
            throw new ProtocolViolationException("A ring stream is for a group that this node is not in.");
        }

        var from = new MemberId(stream.Connection.RemotePeer.Id, hello.Incarnation);
        var inbound = new InboundRing(from, hello.Epoch, stream);
        await group.PostAsync(new GroupEvent.RingStream(inbound), cancellationToken).ConfigureAwait(false);
        await inbound.Released.ConfigureAwait(false);
    }

    private async ValueTask<RingHello> ReadHelloAsync(PipeReader input, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(HelloTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        while (true)
        {
            ReadResult result = await input.ReadAsync(either.Token).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (LengthPrefixed.TryTake(ref buffer, out ReadOnlySequence<byte> message))
            {
                RingHello hello = Parse(message);
                input.AdvanceTo(buffer.Start);
                return hello;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                throw new ProtocolViolationException("A ring stream ended before it began.");
            }
        }
    }

    internal static RingHello Parse(ReadOnlySequence<byte> message)
    {
        if (!WellFormed.IsMessage(message))
        {
            throw new ProtocolViolationException("A ring stream's first message is malformed.");
        }

        try
        {
            return Hellos.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ProtocolViolationException("A ring stream's first message is malformed.", exception);
        }
    }
}
