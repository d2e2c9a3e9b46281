using DaaCompute.Net.Crypto.Hashing;
using FsCheck.Xunit;

namespace DaaCompute.Net.Crypto.Tests.Hashing;

public sealed class Blake3HasherTests
{
    private static readonly byte[] Data = Blake3Vectors.Input(3000);

    [Property(MaxTest = 200)]
    public void GetOutput_AnyOffset_IsThatPartOfThePrefix(ushort offset, byte length)
    {
        using Blake3Hasher hasher = new();
        hasher.Append(Data);
        byte[] prefix = new byte[ushort.MaxValue + byte.MaxValue];
        hasher.GetOutput(prefix);

        byte[] part = new byte[length];
        hasher.GetOutput(part, offset);

        Assert.Equal(prefix[offset..(offset + length)], part);
    }

    [Fact]
    public void GetOutput_OffsetBeyondThirtyTwoBitsOfBlocks_DiffersFromItsLowerHalf()
    {
        using Blake3Hasher hasher = new();
        byte[] far = new byte[64];
        byte[] near = new byte[64];

        hasher.GetOutput(far, (1UL << 38) + 64);
        hasher.GetOutput(near, 64);

        Assert.NotEqual(near, far);
    }

    [Fact]
    public void GetCurrentHash_BetweenPieces_DoesNotDisturbWhatFollows()
    {
        using Blake3Hasher hasher = new();
        byte[] digest = new byte[32];
        for (int end = 0; end < Data.Length; end += 100)
        {
            hasher.GetCurrentHash(digest);
            Assert.Equal(Blake3.HashData(Data.AsSpan(0, end)), digest);
            hasher.Append(Data.AsSpan(end, 100));
        }
    }

    [Fact]
    public void Reset_KeyedAndDerivation_KeepsTheMode()
    {
        byte[] key = Data[..32];
        using Blake3Hasher keyed = Blake3Hasher.CreateKeyed(key);
        using Blake3Hasher derivation = Blake3Hasher.CreateKeyDerivation("a context");
        byte[] expected = new byte[32];
        byte[] actual = new byte[32];

        keyed.Append(Data);
        keyed.Reset();
        keyed.GetCurrentHash(actual);
        Blake3.KeyedHash(key, [], expected);
        Assert.Equal(expected, actual);

        derivation.Append(Data);
        derivation.Reset();
        derivation.GetCurrentHash(actual);
        Blake3.DeriveKey("a context", [], expected);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void CreateKeyDerivation_LongContextBeyondAscii_EqualsOneShot()
    {
        string context = string.Concat(Enumerable.Repeat("Schlüssel ", 500));
        using Blake3Hasher hasher = Blake3Hasher.CreateKeyDerivation(context);
        byte[] expected = new byte[48];
        byte[] actual = new byte[48];

        hasher.Append(Data);
        hasher.GetOutput(actual);
        Blake3.DeriveKey(context, Data, expected);

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Keyed_WrongKeyLength_Throws(int length)
    {
        byte[] key = new byte[length];

        Assert.Throws<ArgumentException>(() => Blake3Hasher.CreateKeyed(key));
        Assert.Throws<ArgumentException>(() => Blake3.KeyedHash(key, Data, new byte[32]));
    }

    [Fact]
    public void AnyCall_AfterDispose_Throws()
    {
        Blake3Hasher hasher = Blake3Hasher.CreateKeyed(Data.AsSpan(0, 32));
        hasher.Dispose();

        Assert.Throws<ObjectDisposedException>(() => hasher.Append(Data));
        Assert.Throws<ObjectDisposedException>(() => hasher.GetOutput(new byte[32]));
        Assert.Throws<ObjectDisposedException>(hasher.Reset);
    }

    [Fact]
    public unsafe void Clear_KeyedState_LeavesNoByte()
    {
        Blake3State state = default;
        Blake3Mode.SetKey(ref state, Blake3Compressor.Widest, Data.AsSpan(0, 32));
        state.Append(Data);
        ReadOnlySpan<byte> bytes = new(&state, sizeof(Blake3State));
        Assert.True(bytes.ContainsAnyExcept((byte)0));

        state.Clear();

        Assert.False(new ReadOnlySpan<byte>(&state, sizeof(Blake3State)).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void SteadyState_AllModes_AllocatesNothing()
    {
        byte[] digest = new byte[32];
        using Blake3Hasher hasher = Blake3Hasher.CreateKeyed(Data.AsSpan(0, 32));
        Use(hasher, digest);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(hasher, digest);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private static void Use(Blake3Hasher hasher, byte[] digest)
    {
        for (int i = 0; i < 100; i++)
        {
            hasher.Reset();
            hasher.Append(Data);
            hasher.Append(Data);
            hasher.GetCurrentHash(digest);
            Blake3.Hash(Data, digest);
            Blake3.KeyedHash(Data.AsSpan(0, 32), Data, digest);
            Blake3.DeriveKey("context", Data, digest);
        }
    }
}
