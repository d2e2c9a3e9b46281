namespace DaaCompute.Net.Fuzz;

/// <summary>A stream of given bytes that gives them in pieces of a given length.</summary>
internal sealed class PieceStream(byte[] bytes, int pieceLength) : MemoryStream(bytes, writable: false)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span[..Math.Min(buffer.Length, pieceLength)]));
}
