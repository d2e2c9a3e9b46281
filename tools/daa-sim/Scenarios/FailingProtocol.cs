using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Breaks every stream.</summary>
internal sealed class FailingProtocol : IProtocolHandler
{
    public static ProtocolId Id { get; } = new("/sim/failing/1.0.0");

    public ProtocolId Protocol => Id;

    public ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
        throw new ProtocolViolationException("This handler fails.");
}
