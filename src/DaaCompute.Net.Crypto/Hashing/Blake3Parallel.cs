using System.Buffers;
using System.Runtime.CompilerServices;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>BLAKE3 of one large input on several pool threads: subtrees apart, then the rest of the tree.</summary>
internal static class Blake3Parallel
{
    /// <summary>A subtree per work item: some 60 microseconds of work, far above the cost of handing it out.</summary>
    public const int PieceChunks = 256;

    public const int PieceSize = PieceChunks * Blake3Parameters.ChunkSize;

    /// <summary>Hashes without blocking the caller; the output does not depend on how many threads took part.</summary>
    public static Task HashAsync(
        Blake3Path path, ReadOnlyMemory<byte> data, Memory<byte> output, CancellationToken cancellationToken)
    {
        // The last piece, whole or not, is left to the end: something must follow every subtree that is hashed apart.
        int pieces = Math.Max(0, data.Length - 1) / PieceSize;
        return HashPiecesAsync(path, data, pieces, output, cancellationToken);
    }

    private static async Task HashPiecesAsync(
        Blake3Path path,
        ReadOnlyMemory<byte> data,
        int pieces,
        Memory<byte> output,
        CancellationToken cancellationToken)
    {
        byte[] values = ArrayPool<byte>.Shared.Rent(pieces * Blake3Parameters.ChainingValueSize);
        try
        {
            await Parallel.ForAsync(0, pieces, cancellationToken, (index, _) =>
            {
                HashPiece(path, data.Span.Slice(index * PieceSize, PieceSize), index, values);
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
            Finish(path, data.Span[(pieces * PieceSize)..], pieces, values, output.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(values);
        }
    }

    [SkipLocalsInit]
    private static unsafe void HashPiece(Blake3Path path, ReadOnlySpan<byte> piece, int index, byte[] values)
    {
        Unsafe.SkipInit(out Blake3State state);
        state.Initialize(path, Blake3Parameters.Iv, Blake3Flags.None, (ulong)index * PieceChunks);
        state.Append(piece);
        fixed (byte* value = &values[index * Blake3Parameters.ChainingValueSize])
        {
            state.WriteChainingValue(value);
        }
    }

    [SkipLocalsInit]
    private static unsafe void Finish(
        Blake3Path path, ReadOnlySpan<byte> rest, int pieces, byte[] values, Span<byte> output)
    {
        Unsafe.SkipInit(out Blake3State state);
        state.Initialize(path, Blake3Parameters.Iv, Blake3Flags.None);
        fixed (byte* first = values)
        {
            for (int i = 0; i < pieces; i++)
            {
                state.AppendSubtree(first + (i * Blake3Parameters.ChainingValueSize), PieceChunks);
            }
        }

        state.Append(rest);
        state.Output(output, 0);
    }
}
