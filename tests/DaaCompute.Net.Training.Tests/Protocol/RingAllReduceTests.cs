using DaaCompute.Net.Training.Fakes;
using DaaCompute.Net.Training.Wire;
using FsCheck;
using FsCheck.Xunit;

namespace DaaCompute.Net.Training.Protocol;

public sealed class RingAllReduceTests
{
    [Property(MaxTest = 300)]
    public void Run_AnyShape_EveryMemberHoldsTheSameBitsAndTheRightValue(NonNegativeInt members, NonNegativeInt elements, int seed)
    {
        int size = 1 + (members.Item % 7);
        int length = elements.Item % 71;
        var random = new Random(seed);
        var operation = (ReduceOperation)random.Next(5);
        float[][] inputs = [.. Enumerable.Range(0, size).Select(_ => Vector(random, length))];
        float[][] before = [.. inputs.Select(input => (float[])input.Clone())];
        (float[][] results, ResultDigest[] digests) = Run(inputs, operation, random);
        Assert.Equal(before, inputs);
        Assert.Single(digests.Distinct());
        for (int rank = 0; rank < size; rank++)
        {
            Assert.True(results[rank].AsSpan().SequenceEqual(results[0]));
        }

        for (int index = 0; index < length; index++)
        {
            double expected = Fold(operation, [.. inputs.Select(input => input[index])]);
            Assert.Equal(expected, results[0][index], Math.Abs(expected) * 1e-5 + 1e-3);
        }
    }

    [Fact]
    public void BeginPiece_WrongRoundTypeLengthOrPlace_IsRefusedWithTheReason()
    {
        PieceHeader good = new(PieceHeader.Float32, ReduceOperation.Sum, 0, 7, 3, 10, 5, 20);
        Assert.Null(Ring().BeginPiece(good));
        Assert.Equal(AllReduceFailureReason.WrongRound, Ring().BeginPiece(good with { Sequence = 4 })!.Reason);
        Assert.Equal(AllReduceFailureReason.WrongRound, Ring().BeginPiece(good with { Epoch = 8 })!.Reason);
        Assert.Equal(AllReduceFailureReason.WrongType, Ring().BeginPiece(good with { ElementType = 2 })!.Reason);
        Assert.Equal(AllReduceFailureReason.WrongType, Ring().BeginPiece(good with { Operation = ReduceOperation.Mean })!.Reason);
        Assert.Equal(AllReduceFailureReason.WrongLength, Ring().BeginPiece(good with { VectorLength = 11 })!.Reason);
        foreach (PieceHeader bad in (PieceHeader[])[
            good with { Step = 1 }, good with { Offset = 6 }, good with { Offset = -5 }, good with { PayloadLength = 0 },
            good with { PayloadLength = -4 }, good with { PayloadLength = 21 }, good with { PayloadLength = 24 },
            good with { PayloadLength = int.MaxValue }])
        {
            Assert.Equal(AllReduceFailureReason.ProtocolViolation, Ring().BeginPiece(bad)!.Reason);
        }
    }

    [Theory]
    [InlineData(float.NaN, 1f, false, AllReduceFailureReason.NonFinite)]
    [InlineData(float.PositiveInfinity, 1f, false, AllReduceFailureReason.NonFinite)]
    [InlineData(3e38f, 1e38f, false, AllReduceFailureReason.NonFinite)]
    [InlineData(1e38f, 3e38f, true, AllReduceFailureReason.Overflow)]
    public void Advance_ResultIsNotFinite_TheLargerIsBlamed(
        float incoming, float own, bool isOwn, AllReduceFailureReason reason)
    {
        using RingAllReduce<float> ring = Ring(own);
        Assert.Null(ring.BeginPiece(new PieceHeader(PieceHeader.Float32, ReduceOperation.Sum, 0, 7, 3, 10, 5, 20)));
        float[] values = [1, 2, incoming, 3, 4];
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).CopyTo(ring.Destination);
        RingFault fault = ring.Advance(20)!;
        Assert.Equal(reason, fault.Reason);
        Assert.Equal(isOwn, fault.IsOwn);
        Assert.Equal("reduce-scatter step 1 of 1", fault.Step);
    }

    [Property(MaxTest = 500)]
    public void TryRead_AnyBytes_NeverThrowsAndRoundTrips(byte[] bytes)
    {
        if (PieceHeader.TryRead(bytes, out PieceHeader header))
        {
            byte[] again = new byte[PieceHeader.Size];
            header.Write(again);
            Assert.Equal(bytes[..PieceHeader.Size], again);
        }
    }

    [Fact]
    public void Write_KnownHeader_HasTheBytesOfTheProtocolPage()
    {
        byte[] bytes = new byte[PieceHeader.Size];
        new PieceHeader(PieceHeader.Float32, ReduceOperation.Mean, 5, 0x0102030405060708, 9, 1000, 250, 1024).Write(bytes);
        Assert.Equal("A1DA0101010005000807060504030201" + "09000000E8030000FA00000000040000", Convert.ToHexString(bytes));
    }

    private static RingAllReduce<float> Ring(float own = 1)
    {
        float[] input = new float[10];
        Array.Fill(input, own);
        var template = new PieceHeader(PieceHeader.Float32, ReduceOperation.Sum, 0, 7, 3, 0, 0, 0);
        return new RingAllReduce<float>(new RingPlan(0, 2, 10), template, input, new float[10], 64, new Sha256ContentHash());
    }

    private static (float[][] Results, ResultDigest[] Digests) Run(float[][] inputs, ReduceOperation operation, Random random)
    {
        int size = inputs.Length;
        float[][] scratch = [.. inputs.Select(input => new float[input.Length])];
        var template = new PieceHeader(PieceHeader.Float32, operation, 0, 7, 3, 0, 0, 0);
        RingAllReduce<float>[] rings = [.. Enumerable.Range(0, size).Select(rank => new RingAllReduce<float>(
            new RingPlan(rank, size, inputs[0].Length), template, inputs[rank], scratch[rank],
            4 * (1 + random.Next(8)), new Sha256ContentHash()))];
        while (!rings.All(ring => ring.IsSendingDone && ring.IsReceivingDone))
        {
            int rank = random.Next(size);
            if (rings[rank].TryTakePiece(out PieceHeader header, out ReadOnlySpan<byte> payload))
            {
                RingAllReduce<float> successor = rings[(rank + 1) % size];
                Assert.Null(successor.BeginPiece(header));
                while (!payload.IsEmpty)
                {
                    int part = 1 + random.Next(payload.Length);
                    payload[..part].CopyTo(successor.Destination);
                    payload = payload[part..];
                    Assert.Null(successor.Advance(part));
                }
            }
        }

        Assert.All(rings, ring => Assert.Equal(ring.Plan.TotalSent(), ring.Sent));
        return (scratch, [.. rings.Select(ring => ring.Digest())]);
    }

    private static float[] Vector(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() - 0.5) * 20))];

    private static double Fold(ReduceOperation operation, double[] values) => operation switch
    {
        ReduceOperation.Sum => values.Sum(),
        ReduceOperation.Mean => values.Average(),
        ReduceOperation.Min => values.Min(),
        ReduceOperation.Max => values.Max(),
        _ => values.Aggregate(1.0, (product, value) => product * value),
    };
}
