using System.Net;
using System.Threading.Channels;

namespace DaaCompute.Net.Transport.InMemory;

/// <summary>One node's end of the link that the nodes of an in-memory network share.</summary>
internal sealed class InMemoryMulticastLink(InMemoryNetwork network, IPEndPoint self) : IMulticastLink
{
    /// <summary>Like a socket's receive buffer, it loses what comes while it is full.</summary>
    private const int MaxWaiting = 64;

    private readonly Channel<(byte[] Bytes, IPEndPoint Source)> _waiting = Channel.CreateBounded<(byte[], IPEndPoint)>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    public string Name => "memory";

    /// <summary>Distinct for each node; the port is that of multicast DNS.</summary>
    public IPEndPoint Self => self;

    public bool Reaches(Multiaddress address) => address.Has("memory") && !address.Has("p2p-circuit");

    public async ValueTask<MulticastDatagram> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            (byte[] bytes, IPEndPoint source) = await _waiting.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            int length = Math.Min(bytes.Length, buffer.Length);
            bytes.AsMemory(0, length).CopyTo(buffer);
            return new MulticastDatagram(length, source, IsOnLink: true, IsOwnMachine: true);
        }
        catch (ChannelClosedException exception)
        {
            throw new TransportException("The link was left.", exception);
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
    {
        network.Multicast(datagram.ToArray(), self, null);
        return ValueTask.CompletedTask;
    }

    public ValueTask SendAsync(
        ReadOnlyMemory<byte> datagram, IPEndPoint destination, CancellationToken cancellationToken)
    {
        network.Multicast(datagram.ToArray(), self, destination);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        network.Leave(this);
        _waiting.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    internal void Deliver(byte[] bytes, IPEndPoint source) => _waiting.Writer.TryWrite((bytes, source));
}
