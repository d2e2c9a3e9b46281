using System.Buffers;
using DaaCompute.Net.Wire;
using FsCheck.Xunit;

namespace DaaCompute.Net.Tests.Wire;

public sealed class UnsignedVarintTests
{
    /// <summary>The examples of the multiformats unsigned-varint specification.</summary>
    [Theory]
    [InlineData(1, "01")]
    [InlineData(127, "7f")]
    [InlineData(128, "8001")]
    [InlineData(255, "ff01")]
    [InlineData(300, "ac02")]
    [InlineData(16384, "808001")]
    [InlineData(long.MaxValue, "ffffffffffffffff7f")]
    [InlineData(0, "00")]
    public void Write_TheSpecificationsExamples_GivesItsBytes(ulong value, string hex)
    {
        byte[] buffer = new byte[UnsignedVarint.MaxLength];

        int written = UnsignedVarint.Write(buffer, value);

        Assert.Equal(hex, Convert.ToHexStringLower(buffer.AsSpan(0, written)));
        Assert.Equal(OperationStatus.Done, UnsignedVarint.Read(buffer, out ulong read, out int length));
        Assert.Equal((value, written), (read, length));
        Assert.Equal(UnsignedVarint.GetLength(value), written);
    }

    [Theory]
    [InlineData("", OperationStatus.NeedMoreData)]
    [InlineData("80", OperationStatus.NeedMoreData)]
    [InlineData("ffffffffffffffff", OperationStatus.NeedMoreData)]
    [InlineData("8000", OperationStatus.InvalidData)]
    [InlineData("818000", OperationStatus.InvalidData)]
    [InlineData("ffffffffffffffffff", OperationStatus.InvalidData)]
    [InlineData("80808080808080808001", OperationStatus.InvalidData)]
    public void Read_WhatIsIncompleteOrNotMinimal_SaysSo(string hex, OperationStatus expected)
    {
        Assert.Equal(expected, UnsignedVarint.Read(Convert.FromHexString(hex), out ulong value, out int read));
        Assert.Equal((0ul, 0), (value, read));
    }

    [Fact]
    public void Write_AboveTheLargestValue_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => UnsignedVarint.GetLength(UnsignedVarint.MaxValue + 1));
        Assert.Throws<ArgumentException>(() => UnsignedVarint.Write(new byte[1], 128));
    }

    [Property]
    public void Read_WhatWasWritten_GivesItBack(ulong number, byte[] after)
    {
        ulong value = number & UnsignedVarint.MaxValue;
        ArrayBufferWriter<byte> output = new();
        UnsignedVarint.Write(output, value);
        int length = output.WrittenCount;
        output.Write(after);

        Assert.Equal(OperationStatus.Done, UnsignedVarint.Read(output.WrittenSpan, out ulong read, out int bytesRead));
        Assert.Equal((value, length), (read, bytesRead));
    }

    [Property]
    public void Read_AnyBytes_IsMinimalOrRefused(byte[] bytes)
    {
        if (UnsignedVarint.Read(bytes, out ulong value, out int read) == OperationStatus.Done)
        {
            byte[] again = new byte[UnsignedVarint.MaxLength];
            Assert.Equal(read, UnsignedVarint.Write(again, value));
            Assert.Equal(bytes[..read], again[..read]);
        }
    }
}
