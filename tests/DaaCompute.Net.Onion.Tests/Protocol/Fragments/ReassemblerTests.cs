using DaaCompute.Net.Onion.Protocol.Fragments;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Onion.Tests.Protocol.Fragments;

public sealed class ReassemblerTests
{
    private const int Capacity = 64;

    [Property(MaxTest = 300)]
    public Property AnyOrder_LossesUpToTheParity_Duplicates_GiveTheMessage() => Prop.ForAll(
        Gen.Choose(0, 40_000).Zip(Gen.Choose(0, 6)).Zip(Gen.Choose(0, int.MaxValue - 1)).ToArbitrary(),
        input => RoundTrip(input.Item1.Item1, input.Item1.Item2, input.Item2));

    [Property(MaxTest = 100)]
    public Property Garbage_StaysBounded() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed =>
        {
            Random random = new(seed);
            ReassemblyLimits limits = new() { MaxMessages = 8, MaxMessageLength = 2048, MaxTotalBytes = 4096 };
            Reassembler reassembler = new(Capacity, limits);
            byte[] cell = new byte[FragmentHeader.Size + Capacity];
            for (int count = 0; count < 500; count++)
            {
                random.NextBytes(cell);
                int data = random.Next(1, 40);
                new FragmentHeader(
                    (FragmentKind)random.Next(0, 5), (ushort)random.Next(60, 66), (UInt128)random.Next(20), random.Next(45), data,
                    random.Next(4)).Write(cell);
                reassembler.Add(cell, TimeSpan.FromSeconds(count), out byte[]? message);
                Assert.InRange(reassembler.Count, 0, limits.MaxMessages);
                Assert.InRange(reassembler.Bytes, 0, limits.MaxTotalBytes);
                Assert.True(message is null || message.Length <= limits.MaxMessageLength);
            }

            reassembler.Expire(TimeSpan.FromSeconds(1000));
            Assert.Equal(0, reassembler.Count);
            Assert.Equal(0, reassembler.Bytes);
        });

    [Fact]
    public void Add_OneFragmentTooFew_IsNotWhole()
    {
        byte[][] cells = Cut(new byte[10 * Capacity], parity: 2);
        Reassembler reassembler = new(Capacity, new ReassemblyLimits());
        foreach (byte[] cell in cells[3..])
        {
            Assert.Equal(FragmentOutcome.Accepted, reassembler.Add(cell, TimeSpan.Zero, out _));
        }

        Assert.Equal(FragmentOutcome.Completed, reassembler.Add(cells[0], TimeSpan.Zero, out byte[]? message));
        Assert.Equal(new byte[10 * Capacity], message);
        Assert.Equal(FragmentOutcome.Duplicate, reassembler.Add(cells[1], TimeSpan.Zero, out _));
        Assert.Equal(0, reassembler.Bytes);
    }

    [Fact]
    public void Add_ConflictingAndInconsistent_AreDroppedAndCounted()
    {
        byte[][] cells = Cut(new byte[3 * Capacity], parity: 0);
        Reassembler reassembler = new(Capacity, new ReassemblyLimits());
        reassembler.Add(cells[0], TimeSpan.Zero, out _);
        byte[] other = (byte[])cells[0].Clone();
        other[^1] ^= 1;
        Assert.Equal(FragmentOutcome.Conflicting, reassembler.Add(other, TimeSpan.Zero, out _));
        byte[] longer = (byte[])cells[1].Clone();
        longer[24]++;
        Assert.Equal(FragmentOutcome.Inconsistent, reassembler.Add(longer, TimeSpan.Zero, out _));
        Assert.Equal(FragmentOutcome.Malformed, reassembler.Add(cells[1].AsSpan(1), TimeSpan.Zero, out _));
        Assert.Equal(1, reassembler.CountOf(FragmentOutcome.Conflicting));
        Assert.Equal(1, reassembler.CountOf(FragmentOutcome.Inconsistent));
        Assert.Equal(1, reassembler.CountOf(FragmentOutcome.Malformed));
        reassembler.Add(cells[1], TimeSpan.Zero, out _);
        reassembler.Add(cells[2], TimeSpan.Zero, out byte[]? message);
        Assert.Equal(new byte[3 * Capacity], message);
    }

    [Fact]
    public void Add_AfterTheTimeout_BeginsAnew()
    {
        byte[][] cells = Cut(new byte[2 * Capacity], parity: 0);
        Reassembler reassembler = new(Capacity, new ReassemblyLimits());
        reassembler.Add(cells[0], TimeSpan.Zero, out _);
        Assert.Equal(FragmentOutcome.Accepted, reassembler.Add(cells[1], TimeSpan.FromSeconds(120), out _));
        Assert.Equal(1, reassembler.TimedOut);
    }

    [Fact]
    public void Add_TooManyMessages_TheStalestMakesWay()
    {
        Reassembler reassembler = new(Capacity, new ReassemblyLimits { MaxMessages = 2 });
        byte[][][] messages = [.. Enumerable.Range(1, 3).Select(seed => Cut(new byte[3 * Capacity], parity: 0, seed))];
        reassembler.Add(messages[0][0], TimeSpan.Zero, out _);
        reassembler.Add(messages[1][0], TimeSpan.Zero, out _);
        reassembler.Add(messages[0][1], TimeSpan.Zero, out _);
        reassembler.Add(messages[2][0], TimeSpan.Zero, out _);
        Assert.Equal(1, reassembler.Displaced);
        Assert.Equal(FragmentOutcome.Completed, reassembler.Add(messages[0][2], TimeSpan.Zero, out _));
    }

    [Fact]
    public void Add_LargerThanIsTaken_IsRefused()
    {
        Reassembler reassembler = new(Capacity, new ReassemblyLimits { MaxMessageLength = Capacity });
        Assert.Equal(
            FragmentOutcome.Refused, reassembler.Add(Cut(new byte[Capacity + 1], parity: 0)[0], TimeSpan.Zero, out _));
    }

    [Fact]
    public void Write_LastCell_IsFilledWithRandomBytes()
    {
        byte[] cell = Cut([], parity: 0)[0];
        Assert.InRange(cell[FragmentHeader.Size..].Distinct().Count(), 32, Capacity);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 4)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 255)]
    [InlineData(20, 9)]
    [InlineData(23, 0x80)]
    [InlineData(27, 0x7F)]
    [InlineData(28, 255)]
    [InlineData(31, 1)]
    public void TryRead_InconsistentByte_IsRefused(int offset, byte value)
    {
        byte[] cell = Cut(new byte[3 * Capacity], parity: 1)[0];
        Assert.True(FragmentHeader.TryRead(cell, Capacity, out _));
        cell[offset] = value;
        Assert.False(FragmentHeader.TryRead(cell, Capacity, out _));
        Assert.False(FragmentHeader.TryRead(cell.AsSpan(0, 31), Capacity, out _));
    }

    private static byte[][] Cut(byte[] message, int parity, int seed = 1)
    {
        Fragmenter fragmenter = new(message, Capacity, parity, new SeededEntropy(seed));
        byte[][] cells = [.. Enumerable.Range(0, fragmenter.Count).Select(_ => new byte[fragmenter.CellSize])];
        for (int index = 0; index < cells.Length; index++)
        {
            fragmenter.Write(index, cells[index]);
        }

        return cells;
    }

    private static void RoundTrip(int length, int parity, int seed)
    {
        Random random = new(seed);
        byte[] message = new byte[length];
        random.NextBytes(message);
        byte[][] cells = Cut(message, parity, seed);
        List<byte[]> sent = [];
        Dictionary<int, int> lost = [];
        random.Shuffle(cells);
        foreach (byte[] cell in cells)
        {
            Assert.True(FragmentHeader.TryRead(cell, Capacity, out FragmentHeader header));
            int lostOfGroup = lost.GetValueOrDefault(header.Group);
            if (lostOfGroup < parity)
            {
                lost[header.Group] = lostOfGroup + 1;
                continue;
            }

            sent.Add(cell);
            sent.AddRange(random.Next(3) == 0 ? [cell] : []);
        }

        Reassembler reassembler = new(Capacity, new ReassemblyLimits());
        byte[]? whole = null;
        foreach (byte[] cell in sent)
        {
            reassembler.Add(cell, TimeSpan.Zero, out byte[]? now);
            Assert.True(now is null || whole is null);
            whole ??= now;
        }

        Assert.Equal(message, whole);
        Assert.Equal(0, reassembler.Bytes);
    }
}
