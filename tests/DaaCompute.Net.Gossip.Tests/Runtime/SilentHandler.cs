using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>Accepts gossip streams and never reads from them.</summary>
internal sealed class SilentHandler : IProtocolHandler
{
    public ProtocolId Protocol { get; } = new("/meshsub/1.2.0");

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
        await Task.Delay(Timeout.Infinite, cancellationToken);
}
