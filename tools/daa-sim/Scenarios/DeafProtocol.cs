using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Reads nothing until its connection is gone.</summary>
internal sealed class DeafProtocol : IProtocolHandler
{
    public static ProtocolId Id { get; } = new("/sim/deaf/1.0.0");

    public ProtocolId Protocol => Id;

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
}
