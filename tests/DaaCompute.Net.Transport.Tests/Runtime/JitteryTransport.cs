namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>Gives way to other work a seeded number of times before it dials and before each byte is taken.</summary>
internal sealed class JitteryTransport(ITransport inner, int seed) : ITransport
{
    private readonly Random _random = new(seed);

    public string Name => inner.Name;

    public bool CanHandle(Multiaddress address) => inner.CanHandle(address);

    public ValueTask<ITransportListener> ListenAsync(Multiaddress address, CancellationToken cancellationToken) =>
        inner.ListenAsync(address, cancellationToken);

    public async ValueTask<ITransportConnection> DialAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        await YieldAsync();
        return new JitteryConnection(await inner.DialAsync(address, cancellationToken), this);
    }

    private async Task YieldAsync()
    {
        int times;
        lock (_random)
        {
            times = _random.Next(30);
        }

        for (int count = 0; count < times; count++)
        {
            await Task.Yield();
        }
    }

    private sealed class JitteryConnection(ITransportConnection connection, JitteryTransport transport) : ITransportConnection
    {
        public Multiaddress LocalAddress => connection.LocalAddress;

        public Multiaddress RemoteAddress => connection.RemoteAddress;

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            await transport.YieldAsync();
            return await connection.ReceiveAsync(buffer, cancellationToken);
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) =>
            connection.SendAsync(buffer, cancellationToken);

        public ValueTask CloseOutputAsync(CancellationToken cancellationToken) =>
            connection.CloseOutputAsync(cancellationToken);

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
