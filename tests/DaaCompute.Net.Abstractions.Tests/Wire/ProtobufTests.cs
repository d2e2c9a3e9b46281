using System.Buffers;
using DaaCompute.Net.Wire;
using FsCheck;
using FsCheck.Xunit;

namespace DaaCompute.Net.Tests.Wire;

public sealed class ProtobufTests
{
    [Fact]
    public void Write_TheFieldsOfTheSpecificationsExamples_MatchesItsBytes()
    {
        // protobuf.dev, Encoding: Test1 { a = 150 } and Test2 { b = "testing" }.
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        writer.WriteVarint(1, 150);
        writer.WriteString(2, "testing");
        Assert.Equal("089601" + "120774657374696E67", Convert.ToHexString(output.WrittenSpan));
    }

    [Property]
    public void Read_WhatWasWritten_GivesItBack(ulong number, byte[] bytes, PositiveInt field)
    {
        int fieldNumber = ((field.Get - 1) % ProtobufReader.MaxFieldNumber) + 1;
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        writer.WriteVarint(fieldNumber, number);
        writer.WriteBytes(ProtobufReader.MaxFieldNumber, bytes);
        Assert.Equal(
            ProtobufWriter.GetVarintLength(fieldNumber, number)
                + ProtobufWriter.GetBytesLength(ProtobufReader.MaxFieldNumber, bytes.Length),
            output.WrittenCount);

        ProtobufReader reader = new(output.WrittenSpan);
        Assert.True(reader.Read());
        Assert.Equal(fieldNumber, reader.FieldNumber);
        Assert.Equal(ProtobufWireType.Varint, reader.WireType);
        Assert.Equal(number, reader.Value);
        Assert.True(reader.Read());
        Assert.Equal(ProtobufReader.MaxFieldNumber, reader.FieldNumber);
        Assert.Equal(ProtobufWireType.LengthDelimited, reader.WireType);
        Assert.Equal(bytes, reader.Bytes);
        Assert.False(reader.Read());
        Assert.False(reader.IsMalformed);
    }

    [Property(MaxTest = 2000)]
    public void Read_AnyBytes_EndsWithoutThrowing(byte[] bytes)
    {
        ProtobufReader reader = new(bytes);
        int fields = 0;
        int carried = 0;
        while (reader.Read())
        {
            fields++;
            carried += reader.Bytes.Length;
            Assert.InRange(reader.FieldNumber, 1, ProtobufReader.MaxFieldNumber);
        }

        Assert.True(fields <= bytes.Length / 2);
        Assert.True(carried <= bytes.Length);
    }

    [Property]
    public void Read_TruncatedMessage_IsMalformed(NonEmptyArray<byte> bytes, NonNegativeInt cut)
    {
        ArrayBufferWriter<byte> output = new();
        new ProtobufWriter(output).WriteBytes(1, bytes.Get);
        int kept = 1 + (cut.Get % (output.WrittenCount - 1));

        ProtobufReader reader = new(output.WrittenSpan[..kept]);
        Assert.False(reader.Read());
        Assert.True(reader.IsMalformed);
    }

    [Theory]
    [InlineData("0001")] // field number 0
    [InlineData("0B")] // start of a group
    [InlineData("0C")] // end of a group
    [InlineData("0E00")] // wire type 6
    [InlineData("0F00")] // wire type 7
    [InlineData("08")] // no value
    [InlineData("0880")] // a varint that ends too early
    [InlineData("08FFFFFFFFFFFFFFFFFF02")] // a varint of more than 64 bits
    [InlineData("08808080808080808080800000")] // a varint of eleven bytes
    [InlineData("0DFFFFFF")] // three bytes of a fixed32
    [InlineData("09FFFFFFFFFFFFFF")] // seven bytes of a fixed64
    [InlineData("0AFFFFFFFFFFFFFFFFFF01")] // a length of 2^64 - 1
    [InlineData("808080801001")] // a tag above 32 bits
    public void Read_Malformed_SaysSoAndStays(string hex)
    {
        ProtobufReader reader = new(Convert.FromHexString(hex));
        Assert.False(reader.Read());
        Assert.True(reader.IsMalformed);
        Assert.False(reader.Read());
        Assert.True(reader.IsMalformed);
    }

    [Fact]
    public void Read_FixedWidths_AreLittleEndian()
    {
        ProtobufReader reader = new(Convert.FromHexString("0D01000080" + "110200000000000080"));
        Assert.True(reader.Read());
        Assert.Equal((1, ProtobufWireType.Fixed32, 0x80000001UL), (reader.FieldNumber, reader.WireType, reader.Value));
        Assert.True(reader.Read());
        Assert.Equal((2, ProtobufWireType.Fixed64, 0x8000000000000002UL), (reader.FieldNumber, reader.WireType, reader.Value));
        Assert.False(reader.Read());
        Assert.False(reader.IsMalformed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(ProtobufReader.MaxFieldNumber + 1)]
    public void Write_FieldNumberOutOfRange_Throws(int fieldNumber) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new ProtobufWriter(new ArrayBufferWriter<byte>()).WriteVarint(fieldNumber, 0));
}
