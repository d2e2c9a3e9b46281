using System.Buffers;
using DaaCompute.Net.Wire;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>A message that is read is one for Google's reader too, and has the same fields when written again.</summary>
[Decodes(typeof(ProtobufReader), nameof(ProtobufReader.Read))]
internal sealed class ProtobufTarget : CodecTarget<byte[]>
{
    public override string Name => "protobuf";

    public override IEnumerable<byte[]> Seeds()
    {
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        writer.WriteVarint(1, ulong.MaxValue);
        writer.WriteString(2, "text");
        writer.WriteBytes(ProtobufReader.MaxFieldNumber, [1, 2, 3]);
        output.Write<byte>([0x1D, 1, 2, 3, 4, 0x21, 1, 2, 3, 4, 5, 6, 7, 8]);
        return [output.WrittenSpan.ToArray(), [], [0x0B, 0x0C]];
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out byte[]? value)
    {
        ProtobufReader reader = new(input);
        int taken = 0;
        while (reader.Read())
        {
            taken += reader.Bytes.Length + 1;
        }

        FuzzFindingException.Require(reader.IsMalformed || taken <= input.Length, "more was read than is there");
        value = reader.IsMalformed ? null : input.ToArray();
        return !reader.IsMalformed;
    }

    protected override byte[] Encode(byte[] value)
    {
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        ProtobufReader reader = new(value);
        while (reader.Read())
        {
            switch (reader.WireType)
            {
                case ProtobufWireType.Varint:
                    writer.WriteVarint(reader.FieldNumber, reader.Value);
                    break;
                case ProtobufWireType.LengthDelimited:
                    writer.WriteBytes(reader.FieldNumber, reader.Bytes);
                    break;
                default:
                    // The writer has no fixed-width fields: their bytes stand for them.
                    writer.WriteBytes(reader.FieldNumber, BitConverter.GetBytes(reader.Value));
                    break;
            }
        }

        return output.WrittenSpan.ToArray();
    }

    protected override void Check(byte[] value, ReadOnlySpan<byte> input)
    {
        try
        {
            Empty.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new FuzzFindingException($"Google's reader refuses it: {exception.Message}");
        }
    }
}
