using System.Threading.Channels;

namespace DaaCompute.Net.Transport.InMemory;

/// <summary>A number that is listened on.</summary>
internal sealed class InMemoryTransportListener(InMemoryNetwork network, ulong number) : ITransportListener
{
    /// <summary>As many as TCP's listener lets the system queue.</summary>
    private const int Backlog = 512;

    private readonly Channel<InMemoryTransportConnection> _waiting =
        Channel.CreateBounded<InMemoryTransportConnection>(Backlog);

    public Multiaddress LocalAddress { get; } = InMemoryNetwork.AddressOf(number);

    public bool TryEnqueue(InMemoryTransportConnection connection) => _waiting.Writer.TryWrite(connection);

    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_waiting.Reader.TryRead(out InMemoryTransportConnection? connection))
            {
                return connection;
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_waiting.Writer.TryComplete())
        {
            network.Remove(number);
            while (_waiting.Reader.TryRead(out InMemoryTransportConnection? connection))
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
