using System.Collections.Immutable;
using System.Net;
using System.Threading.Channels;

namespace DaaCompute.Net.Transport.Tests.Discovery;

/// <summary>A link whose datagrams the test writes and reads.</summary>
internal sealed class FakeMulticastLink : IMulticastTransport, IMulticastLink
{
    private readonly Channel<(byte[] Bytes, IPEndPoint Source, bool IsOnLink)> _incoming =
        Channel.CreateUnbounded<(byte[], IPEndPoint, bool)>();
    private readonly Channel<(byte[] Bytes, IPEndPoint? Destination)> _outgoing =
        Channel.CreateUnbounded<(byte[], IPEndPoint?)>();

    public string Name => "fake";

    /// <summary>How many datagrams the node has taken before it asked for the next.</summary>
    public int Taken { get; private set; } = -1;

    public bool IsDisposed { get; private set; }

    /// <summary>What the node sent; a destination where it was for one receiver alone.</summary>
    public ChannelReader<(byte[] Bytes, IPEndPoint? Destination)> Sent => _outgoing.Reader;

    public ImmutableArray<string> FindLinks() => ["fake"];

    public IMulticastLink Join(string link) => this;

    public bool Reaches(Multiaddress address) =>
        address.ValueOf("ip4") is string ip && ip.StartsWith("192.0.2.", StringComparison.Ordinal);

    public void Deliver(byte[] bytes, string source, bool isOnLink = true) =>
        _incoming.Writer.TryWrite((bytes, IPEndPoint.Parse(source), isOnLink));

    public async ValueTask<MulticastDatagram> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Taken++;
        (byte[] bytes, IPEndPoint source, bool isOnLink) = await _incoming.Reader.ReadAsync(cancellationToken);
        bytes.CopyTo(buffer);
        return new MulticastDatagram(bytes.Length, source, isOnLink, IsOwnMachine: false);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
    {
        _outgoing.Writer.TryWrite((datagram.ToArray(), null));
        return ValueTask.CompletedTask;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> datagram, IPEndPoint destination, CancellationToken cancellationToken)
    {
        _outgoing.Writer.TryWrite((datagram.ToArray(), destination));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
