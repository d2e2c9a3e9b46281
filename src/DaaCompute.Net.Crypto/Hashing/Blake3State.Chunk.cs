using System.Runtime.CompilerServices;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The current chunk. A full block is held back: only what follows tells whether it was the last.</summary>
internal unsafe partial struct Blake3State
{
    private readonly Blake3Flags StartFlag => _blocksDone == 0 ? Blake3Flags.ChunkStart : Blake3Flags.None;

    private void BeginChunk()
    {
        _blockLength = 0;
        _blocksDone = 0;
        fixed (uint* key = _key, chaining = _chaining)
        {
            Unsafe.CopyBlockUnaligned(chaining, key, Blake3Parameters.KeySize);
        }
    }

    /// <summary>Adds no more than the chunk still takes.</summary>
    private void AppendToChunk(byte* input, int length)
    {
        fixed (byte* block = _block)
        {
            if (_blockLength > 0)
            {
                int taken = Math.Min(length, Blake3Parameters.BlockSize - _blockLength);
                Buffer.MemoryCopy(input, block + _blockLength, Blake3Parameters.BlockSize - _blockLength, taken);
                _blockLength += taken;
                input += taken;
                length -= taken;
                if (length == 0)
                {
                    return;
                }

                CompressBlock(block);
            }

            for (; length > Blake3Parameters.BlockSize; length -= Blake3Parameters.BlockSize)
            {
                CompressBlock(input);
                input += Blake3Parameters.BlockSize;
            }

            Buffer.MemoryCopy(input, block, Blake3Parameters.BlockSize, length);
            _blockLength = length;
        }
    }

    private void CompressBlock(byte* block)
    {
        fixed (uint* chaining = _chaining)
        {
            Blake3Compressor.Compress(
                _path, chaining, block, _chunks, Blake3Parameters.BlockSize, _flags | StartFlag, chaining);
        }

        _blocksDone++;
        _blockLength = 0;
    }

    private void SetToChunk(ref Blake3Node node)
    {
        fixed (uint* chaining = _chaining)
        fixed (byte* block = _block)
        {
            new Span<byte>(block + _blockLength, Blake3Parameters.BlockSize - _blockLength).Clear();
            node.Set(_path, chaining, block, _blockLength, _chunks, _flags | StartFlag | Blake3Flags.ChunkEnd);
        }
    }

    /// <summary>Closes a chunk of which it is now known that more input follows.</summary>
    [SkipLocalsInit]
    private void EndChunk()
    {
        Unsafe.SkipInit(out Blake3Node node);
        byte* chainingValue = stackalloc byte[Blake3Parameters.ChainingValueSize];
        SetToChunk(ref node);
        node.WriteChainingValue(chainingValue);
        Push(chainingValue, 1);
        BeginChunk();
    }
}
