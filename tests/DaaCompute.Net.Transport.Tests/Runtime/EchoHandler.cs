using System.IO.Pipelines;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>Sends back what comes until it ends.</summary>
internal sealed class EchoHandler(string protocol = "/echo/1.0.0") : IProtocolHandler
{
    private int _served;

    public ProtocolId Protocol { get; } = new(protocol);

    public int Served => Volatile.Read(ref _served);

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _served);
        await stream.Input.CopyToAsync(stream.Output, cancellationToken);
    }
}
