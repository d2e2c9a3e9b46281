using System.Numerics;
using System.Runtime.CompilerServices;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The tree: subtrees are hashed level by level, and their roots wait on a stack for their right siblings.</summary>
internal unsafe partial struct Blake3State
{
    /// <summary>
    /// Hashes a whole subtree to its chaining value. Such a subtree is never the whole tree: more input must follow.
    /// </summary>
    /// <param name="path">The code path.</param>
    /// <param name="input">Whole chunks.</param>
    /// <param name="count">How many: a power of two of at most <see cref="MaxBatch"/>.</param>
    /// <param name="key">8 words.</param>
    /// <param name="flags">The mode.</param>
    /// <param name="counter">The first chunk's index.</param>
    /// <param name="width">Where to stop: the subtree's two halves, or its root (1).</param>
    /// <param name="output">Room for <paramref name="count"/> chaining values; the result is at its start.</param>
    private static void HashSubtree(
        Blake3Path path, byte* input, int count, uint* key, Blake3Flags flags, ulong counter, int width, byte* output)
    {
        Blake3Compressor.HashChunks(path, input, count, key, flags, counter, output);
        for (; count > width; count /= 2)
        {
            Blake3Compressor.HashParents(path, output, count / 2, key, flags, output);
        }
    }

    /// <summary>Adds a subtree as its two halves, so that it can still become the root.</summary>
    [SkipLocalsInit]
    private void AppendSubtree(byte* input, int count)
    {
        byte* values = stackalloc byte[MaxBatch * Blake3Parameters.ChainingValueSize];
        fixed (uint* key = _key)
        {
            HashSubtree(_path, input, count, key, _flags, _chunks, 2, values);
        }

        if (count == 1)
        {
            Push(values, 1);
            return;
        }

        Push(values, count / 2);
        Push(values + Blake3Parameters.ChainingValueSize, count / 2);
    }

    /// <summary>Puts a finished subtree on the stack. More input may or may not follow, so it is not yet merged.</summary>
    private void Push(byte* chainingValue, int count)
    {
        Merge();
        fixed (byte* stack = _stack)
        {
            byte* top = stack + (_depth * Blake3Parameters.ChainingValueSize);
            Unsafe.CopyBlockUnaligned(top, chainingValue, Blake3Parameters.ChainingValueSize);
        }

        _depth++;
        _chunks += (ulong)count;
    }

    /// <summary>Joins finished siblings: as many subtrees stay as the number of chunks has bits set.</summary>
    private void Merge()
    {
        int settled = BitOperations.PopCount(_chunks);
        fixed (uint* key = _key)
        fixed (byte* stack = _stack)
        {
            for (; _depth > settled; _depth--)
            {
                byte* pair = stack + ((_depth - 2) * Blake3Parameters.ChainingValueSize);
                Blake3Compressor.HashParents(_path, pair, 1, key, _flags, pair);
            }
        }
    }
}
