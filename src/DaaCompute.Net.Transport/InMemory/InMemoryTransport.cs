using System.Globalization;

namespace DaaCompute.Net.Transport.InMemory;

/// <summary>Dials and listens on <c>/memory/N</c>; 0 asks for any free number.</summary>
internal sealed class InMemoryTransport(InMemoryNetwork network) : ITransport
{
    public string Name => "memory";

    public bool CanHandle(Multiaddress address) =>
        address.Components is [{ Protocol.Name: "memory" }] or [{ Protocol.Name: "memory" }, { Protocol.Name: "p2p" }];

    public ValueTask<ITransportListener> ListenAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<ITransportListener>(network.Listen(NumberOf(address)));
    }

    public ValueTask<ITransportConnection> DialAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<ITransportConnection>(network.Dial(NumberOf(address)));
    }

    private ulong NumberOf(Multiaddress address) =>
        CanHandle(address)
            ? ulong.Parse(address.Components[0].Value!, NumberStyles.None, CultureInfo.InvariantCulture)
            : throw new TransportException($"The in-memory transport cannot use {address}: it knows /memory/N only.");
}
