namespace DaaCompute.Net.Transport.InMemory;

/// <summary>One end of a pair of <see cref="InMemoryPipe"/>s.</summary>
internal sealed class InMemoryTransportConnection : ITransportConnection
{
    private readonly InMemoryPipe _inbound;
    private readonly InMemoryPipe _outbound;

    private InMemoryTransportConnection(
        Multiaddress localAddress, Multiaddress remoteAddress, InMemoryPipe inbound, InMemoryPipe outbound)
    {
        LocalAddress = localAddress;
        RemoteAddress = remoteAddress;
        _inbound = inbound;
        _outbound = outbound;
    }

    public Multiaddress LocalAddress { get; }

    public Multiaddress RemoteAddress { get; }

    public static (InMemoryTransportConnection Near, InMemoryTransportConnection Far) CreatePair(
        Multiaddress near, Multiaddress far)
    {
        InMemoryPipe there = new();
        InMemoryPipe back = new();
        return (new(near, far, back, there), new(far, near, there, back));
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _inbound.ReadAsync(buffer, cancellationToken);

    public ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) =>
        _outbound.WriteAsync(buffer, cancellationToken);

    public ValueTask CloseOutputAsync(CancellationToken cancellationToken)
    {
        _outbound.CloseWriter();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _outbound.CloseWriter();
        _inbound.CloseReader();
        return ValueTask.CompletedTask;
    }
}
