using System.Buffers;
using System.IO.Pipelines;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Sends back whatever comes, as it comes.</summary>
/// <remarks>Source: libp2p/specs ping: 32 bytes at a time, as often as the peer likes.</remarks>
internal sealed class PingHandler : IProtocolHandler
{
    public const int PayloadLength = 32;

    public static ProtocolId PingProtocol { get; } = new("/ipfs/ping/1.0.0");

    public ProtocolId Protocol => PingProtocol;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await stream.Input
                .ReadAtLeastAsync(PayloadLength, cancellationToken)
                .ConfigureAwait(false);
            if (result.Buffer.Length < PayloadLength)
            {
                stream.Input.AdvanceTo(result.Buffer.End);
                return;
            }

            ReadOnlySequence<byte> payload = result.Buffer.Slice(0, PayloadLength);
            payload.CopyTo(stream.Output.GetSpan(PayloadLength));
            stream.Output.Advance(PayloadLength);
            stream.Input.AdvanceTo(payload.End);
            await stream.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
