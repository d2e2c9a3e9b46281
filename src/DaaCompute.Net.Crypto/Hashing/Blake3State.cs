using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>A BLAKE3 hash under way: the current chunk, and the roots of the complete subtrees to its left.</summary>
/// <remarks>
/// Lives on the stack or in <see cref="Blake3Hasher"/>; allocates nothing. It may hold a key: see <see cref="Clear"/>.
/// </remarks>
internal unsafe partial struct Blake3State
{
    /// <summary>2^64 bytes of input are 2^54 chunks; one entry more because merging waits for the next input.</summary>
    private const int MaxDepth = 54 + 1;

    /// <summary>
    /// The chunks hashed before their parents are: enough to fill the lanes on several levels of the tree, with the
    /// chaining values (2 KiB) still on the stack.
    /// </summary>
    private const int MaxBatchDepth = 6;
    private const int MaxBatch = 1 << MaxBatchDepth;

    private fixed uint _key[Blake3Parameters.KeyWords];
    private fixed uint _chaining[Blake3Parameters.WordsPerBlock];
    private fixed byte _block[Blake3Parameters.BlockSize];
    private fixed byte _stack[MaxDepth * Blake3Parameters.ChainingValueSize];
    private Blake3Path _path;
    private Blake3Flags _flags;
    private int _depth;
    private int _blockLength;
    private int _blocksDone;
    private ulong _firstChunk;
    private ulong _chunks;

    private readonly int ChunkLength => (_blocksDone * Blake3Parameters.BlockSize) + _blockLength;

    /// <summary>Starts over with 8 words of key.</summary>
    /// <param name="path">The code path.</param>
    /// <param name="key">8 words.</param>
    /// <param name="flags">The mode.</param>
    /// <param name="firstChunk">Where this begins in a larger input: a multiple of its own length in chunks.</param>
    public void Initialize(Blake3Path path, ReadOnlySpan<uint> key, Blake3Flags flags, ulong firstChunk = 0)
    {
        _firstChunk = firstChunk;
        _path = path;
        _flags = flags;
        fixed (uint* own = _key)
        {
            key.CopyTo(new Span<uint>(own, Blake3Parameters.KeyWords));
        }

        Reset();
    }

    /// <summary>Starts over with the same key.</summary>
    public void Reset()
    {
        _depth = 0;
        _chunks = _firstChunk;
        BeginChunk();
    }

    /// <summary>Overwrites everything, the key too.</summary>
    public void Clear()
    {
        fixed (void* start = &this)
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(start, sizeof(Blake3State)));
        }
    }

    /// <summary>Adds input.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            byte* input = start;
            nint left = data.Length;
            if (ChunkLength > 0)
            {
                int taken = (int)Math.Min(left, Blake3Parameters.ChunkSize - ChunkLength);
                AppendToChunk(input, taken);
                input += taken;
                left -= taken;
                if (left == 0)
                {
                    return;
                }

                EndChunk();
            }

            while (left > Blake3Parameters.ChunkSize)
            {
                int count = NextBatch(left);
                AppendChunks(input, count);
                input += count * Blake3Parameters.ChunkSize;
                left -= count * Blake3Parameters.ChunkSize;
            }

            if (left > 0)
            {
                AppendToChunk(input, (int)left);
                Merge();
            }
        }
    }

    /// <summary>Writes the output from <paramref name="offset"/> on; the state stays as it is.</summary>
    [SkipLocalsInit]
    public void Output(Span<byte> output, ulong offset)
    {
        Unsafe.SkipInit(out Blake3Node node);
        byte* pair = stackalloc byte[Blake3Parameters.BlockSize];
        int left = _depth;
        fixed (uint* key = _key)
        fixed (byte* stack = _stack)
        {
            if (ChunkLength > 0 || left == 0)
            {
                SetToChunk(ref node);
            }
            else
            {
                left -= 2;
                byte* top = stack + (left * Blake3Parameters.ChainingValueSize);
                node.Set(_path, key, top, Blake3Parameters.BlockSize, 0, _flags | Blake3Flags.Parent);
            }

            while (left > 0)
            {
                left--;
                byte* top = stack + (left * Blake3Parameters.ChainingValueSize);
                Unsafe.CopyBlockUnaligned(pair, top, Blake3Parameters.ChainingValueSize);
                node.WriteChainingValue(pair + Blake3Parameters.ChainingValueSize);
                node.Set(_path, key, pair, Blake3Parameters.BlockSize, 0, _flags | Blake3Flags.Parent);
            }
        }

        node.WriteRoot(output, offset);
    }

    /// <summary>The chunks to take next: no more than the largest subtree that can begin here.</summary>
    private readonly int NextBatch(nint left)
    {
        int count = (int)Math.Min(left / Blake3Parameters.ChunkSize, MaxBatch);
        return Math.Min(count, 1 << Math.Min(BitOperations.TrailingZeroCount(_chunks), MaxBatchDepth));
    }
}
