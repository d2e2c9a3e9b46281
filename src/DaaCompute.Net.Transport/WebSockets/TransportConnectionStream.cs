namespace DaaCompute.Net.Transport.WebSockets;

/// <summary>A connection, seen as a stream. Whoever made the connection disposes it.</summary>
internal sealed class TransportConnectionStream(ITransportConnection connection) : DuplexStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty ? ValueTask.FromResult(0) : connection.ReceiveAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.SendAsync(buffer, cancellationToken);
}
