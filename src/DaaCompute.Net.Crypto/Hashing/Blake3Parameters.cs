using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The constants of BLAKE3 (specification, section 2).</summary>
internal static unsafe class Blake3Parameters
{
    public const int BlockSize = 64;
    public const int ChunkSize = 1024;
    public const int BlocksPerChunk = ChunkSize / BlockSize;
    public const int KeySize = 32;
    public const int KeyWords = KeySize / sizeof(uint);
    public const int ChainingValueSize = 32;
    public const int Rounds = 7;
    public const int WordsPerBlock = BlockSize / sizeof(uint);

    public const uint Iv0 = 0x6A09E667;
    public const uint Iv1 = 0xBB67AE85;
    public const uint Iv2 = 0x3C6EF372;
    public const uint Iv3 = 0xA54FF53A;

    private static readonly uint[] IvWords =
        [Iv0, Iv1, Iv2, Iv3, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19];

    /// <summary>The initialisation vector, the key of the plain mode; that of SHA-256.</summary>
    public static ReadOnlySpan<uint> Iv => IvWords;

    /// <summary>The message word that each step takes, 16 a round: the permutation applied 0 to 6 times.</summary>
    private static ReadOnlySpan<byte> Schedule =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8,
        3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1,
        10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6,
        12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4,
        9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7,
        11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13,
    ];

    /// <summary>Where the schedule lies: in the image's read-only data, which never moves.</summary>
    public static byte* SchedulePointer => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Schedule));

    /// <summary>The flags of one of <paramref name="blocks"/>: a chunk marks its ends, a parent nothing.</summary>
    public static uint FlagsOfBlock(Blake3Flags flags, int block, int blocks)
    {
        if (blocks == 1)
        {
            return (uint)flags;
        }

        Blake3Flags start = block == 0 ? Blake3Flags.ChunkStart : Blake3Flags.None;
        Blake3Flags end = block == blocks - 1 ? Blake3Flags.ChunkEnd : Blake3Flags.None;
        return (uint)(flags | start | end);
    }

    /// <summary>Reads little-endian words.</summary>
    public static void ReadWords(byte* bytes, int count, uint* words)
    {
        for (int i = 0; i < count; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(bytes + (i * 4), 4));
        }
    }

    /// <summary>Writes little-endian words.</summary>
    public static void WriteWords(uint* words, int count, byte* bytes)
    {
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(bytes + (i * 4), 4), words[i]);
        }
    }
}
