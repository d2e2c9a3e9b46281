using System.Runtime.CompilerServices;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The last compression of a chunk or a parent, held back until it is known whether it is the root.</summary>
internal unsafe struct Blake3Node
{
    private fixed uint _chaining[Blake3Parameters.KeyWords];
    private fixed byte _block[Blake3Parameters.BlockSize];
    private Blake3Path _path;
    private Blake3Flags _flags;
    private int _length;
    private ulong _counter;

    /// <summary>Takes copies of a chaining value (or the key) and of a block, whose unused end must be zero.</summary>
    public void Set(Blake3Path path, uint* chaining, byte* block, int length, ulong counter, Blake3Flags flags)
    {
        _path = path;
        _flags = flags;
        _length = length;
        _counter = counter;
        fixed (uint* ownChaining = _chaining)
        fixed (byte* ownBlock = _block)
        {
            Unsafe.CopyBlockUnaligned(ownChaining, chaining, Blake3Parameters.KeySize);
            Unsafe.CopyBlockUnaligned(ownBlock, block, Blake3Parameters.BlockSize);
        }
    }

    /// <summary>The 32 bytes that stand for this node in its parent.</summary>
    public void WriteChainingValue(byte* output)
    {
        uint* words = stackalloc uint[Blake3Parameters.WordsPerBlock];
        fixed (uint* chaining = _chaining)
        fixed (byte* block = _block)
        {
            Blake3Compressor.Compress(_path, chaining, block, _counter, _length, _flags, words);
        }

        Blake3Parameters.WriteWords(words, Blake3Parameters.KeyWords, output);
    }

    /// <summary>The hash's output from <paramref name="offset"/> on, this node being the root.</summary>
    public void WriteRoot(Span<byte> output, ulong offset)
    {
        uint* words = stackalloc uint[Blake3Parameters.WordsPerBlock];
        byte* bytes = stackalloc byte[Blake3Parameters.BlockSize];
        ulong counter = offset / Blake3Parameters.BlockSize;
        int skip = (int)(offset % Blake3Parameters.BlockSize);
        while (!output.IsEmpty)
        {
            fixed (uint* chaining = _chaining)
            fixed (byte* block = _block)
            {
                Blake3Compressor.Compress(_path, chaining, block, counter, _length, _flags | Blake3Flags.Root, words);
            }

            Blake3Parameters.WriteWords(words, Blake3Parameters.WordsPerBlock, bytes);
            int taken = Math.Min(output.Length, Blake3Parameters.BlockSize - skip);
            new ReadOnlySpan<byte>(bytes + skip, taken).CopyTo(output);
            output = output[taken..];
            skip = 0;
            counter++;
        }
    }
}
