using System.Buffers.Binary;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A connection that is being upgraded hears lines and messages, in pieces as long as the first byte says.</summary>
[Decodes(typeof(HandshakeChannel), nameof(HandshakeChannel.ReadMessageAsync))]
[Decodes(typeof(HandshakeChannel), nameof(HandshakeChannel.ReadLineAsync))]
internal sealed class HandshakeChannelTarget : IFuzzTarget
{
    private const int MaxLength = 512;

    public string Name => "handshake-channel";

    public AllocationLimit Limit { get; } = new(
        512, 16384, "Pieces are as short as one byte, and in a debug build each await of one is an object; the channel keeps 4 KiB.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[][] lines = [.. new MultistreamLineTarget().Seeds()];
        byte[] message = new byte[2 + 300];
        BinaryPrimitives.WriteUInt16BigEndian(message, 300);
        yield return [255, 2, .. lines[0], .. lines[2], .. message];
        yield return [3, 1, .. lines[0], .. message, .. message];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
        {
            return;
        }

        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        HandshakeChannel channel = new(new ScriptedConnection(input[2..], 1 + input[0]));
        int consumed = 0;
        try
        {
            for (int line = 0; line < input[1] % 4; line++)
            {
                consumed += Awaited.Now(channel.ReadLineAsync(CancellationToken.None)).Length + 2;
            }

            while (true)
            {
                int length = Awaited.Now(channel.ReadMessageAsync(MaxLength, CancellationToken.None)).Length;
                FuzzFindingException.Require(length <= MaxLength, "a message is longer than it may be");
                consumed += length + 2;
            }
        }
        catch (Exception exception) when (exception is HandshakeException or ProtocolViolationException)
        {
            // Truncated, malformed or too long: the upgrade ends.
        }

        meter.Stop();
        FuzzFindingException.Require(
            channel.BytesReceived <= input.Length && consumed + channel.Unread.Length <= input.Length + 8,
            "more was read than was sent");
    }
}
