using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Tests;

/// <summary>Sends back what it receives.</summary>
public sealed class EchoProtocol : IProtocolHandler
{
    public static readonly ProtocolId Id = new("/echo/1.0.0");

    public ProtocolId Protocol => Id;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
        await stream.Input.CopyToAsync(stream.Output, cancellationToken);
}
