using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The tree: subtrees are hashed level by level; their roots wait on a stack for their siblings.</summary>
internal unsafe partial struct Blake3State
{
    /// <summary>Adds a whole subtree that was hashed elsewhere; more input must follow.</summary>
    /// <param name="chainingValue">What <see cref="WriteChainingValue"/> wrote.</param>
    /// <param name="count">Its chunks: a power of two that divides the number of the chunks before it.</param>
    public void AppendSubtree(byte* chainingValue, int count)
    {
        Debug.Assert(
            ChunkLength == 0 && int.IsPow2(count) && _chunks % (ulong)count == 0,
            "A subtree begins at a multiple of its size.");
        Push(chainingValue, count);
    }

    /// <summary>Writes what stands for this input in a larger one; the input is 2, 4, 8 ... whole chunks.</summary>
    public void WriteChainingValue(byte* output)
    {
        Debug.Assert(
            ChunkLength == 0 && ulong.IsPow2(_chunks - _firstChunk),
            "Only a full subtree has a chaining value.");
        Merge();
        fixed (byte* stack = _stack)
        {
            Unsafe.CopyBlockUnaligned(output, stack, Blake3Parameters.ChainingValueSize);
        }
    }

    /// <summary>
    /// Adds whole chunks. On every level of the tree an odd node out is a finished subtree. The last two nodes stay
    /// apart: should the input end here, their parent is the root.
    /// </summary>
    [SkipLocalsInit]
    private void AppendChunks(byte* input, int count)
    {
        byte* nodes = stackalloc byte[MaxBatch * Blake3Parameters.ChainingValueSize];
        byte* odd = stackalloc byte[MaxBatchDepth * Blake3Parameters.ChainingValueSize];
        int level = 0;
        int left = count;
        fixed (uint* key = _key)
        {
            Blake3Compressor.HashChunks(_path, input, left, key, _flags, _chunks, nodes);
            for (; left > 2; left /= 2, level++)
            {
                byte* last = nodes + ((left - 1) * Blake3Parameters.ChainingValueSize);
                byte* place = odd + (level * Blake3Parameters.ChainingValueSize);
                Unsafe.CopyBlockUnaligned(place, last, Blake3Parameters.ChainingValueSize);
                Blake3Compressor.HashParents(_path, nodes, left / 2, key, _flags, nodes);
            }
        }

        for (int i = 0; i < left; i++)
        {
            Push(nodes + (i * Blake3Parameters.ChainingValueSize), 1 << level);
        }

        while (--level >= 0)
        {
            if ((count >> level & 1) != 0)
            {
                Push(odd + (level * Blake3Parameters.ChainingValueSize), 1 << level);
            }
        }
    }

    /// <summary>Puts a finished subtree on the stack; not yet merged, since it may be half of the root.</summary>
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
        int settled = BitOperations.PopCount(_chunks - _firstChunk);
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
