using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Sends back what it reads, to the end.</summary>
internal sealed class EchoProtocol : IProtocolHandler
{
    public static ProtocolId Id { get; } = new("/sim/echo/1.0.0");

    public ProtocolId Protocol => Id;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        ReadResult read;
        do
        {
            read = await stream.Input.ReadAsync(cancellationToken);
            foreach (ReadOnlyMemory<byte> part in read.Buffer)
            {
                await stream.Output.WriteAsync(part, cancellationToken);
            }

            stream.Input.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }
}
