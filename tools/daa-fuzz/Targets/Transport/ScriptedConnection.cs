using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A connection over which given bytes come, in pieces of a given length, and then the end.</summary>
internal sealed class ScriptedConnection(ReadOnlySpan<byte> bytes, int pieceLength) : ITransportConnection
{
    private readonly byte[] _bytes = bytes.ToArray();
    private int _offset;

    public Multiaddress LocalAddress { get; } = Multiaddress.Parse("/memory/1");

    public Multiaddress RemoteAddress { get; } = Multiaddress.Parse("/memory/2");

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int length = Math.Min(Math.Min(pieceLength, buffer.Length), _bytes.Length - _offset);
        _bytes.AsSpan(_offset, length).CopyTo(buffer.Span);
        _offset += length;
        return ValueTask.FromResult(length);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask CloseOutputAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
