using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>Writes one message; a name that ends as an earlier one did points to it.</summary>
/// <remarks>Source: RFC 1035 section 4.1; SRV targets are compressed too, as RFC 6762 section 18.14 has it.</remarks>
internal sealed class MdnsMessageWriter(ArrayBufferWriter<byte> output)
{
    private const ushort ResponseFlags = 0x8400;
    private const ushort TruncatedFlag = 0x0200;
    private const ushort InternetClass = 1;
    private const ushort TopBit = 0x8000;
    private const int PointerMark = 0xC000;
    private const int MaxPointer = 0x3FFF;

    private readonly Dictionary<string, int> _written = new(StringComparer.Ordinal);

    public void Write(MdnsMessage message)
    {
        WriteUInt16(message.Id);
        WriteUInt16((ushort)((message.IsResponse ? ResponseFlags : 0) | (message.IsTruncated ? TruncatedFlag : 0)));
        WriteUInt16((ushort)message.Questions.Length);
        WriteUInt16((ushort)message.Answers.Length);
        WriteUInt16(0);
        WriteUInt16((ushort)message.Additionals.Length);
        foreach (DnsQuestion question in message.Questions)
        {
            WriteName(question.Name);
            WriteUInt16((ushort)question.Type);
            WriteUInt16((ushort)(InternetClass | (question.WantsUnicast ? TopBit : 0)));
        }

        foreach (DnsRecord record in message.Answers.Concat(message.Additionals))
        {
            WriteRecord(record);
        }
    }

    private void WriteRecord(DnsRecord record)
    {
        WriteName(record.Name);
        WriteUInt16((ushort)record.Type);
        WriteUInt16((ushort)(InternetClass | (record.IsUnique ? TopBit : 0)));
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(sizeof(uint)), record.TimeToLive);
        output.Advance(sizeof(uint));

        // Compression makes the length known only afterwards, so the data is written aside at the place it will have.
        ArrayBufferWriter<byte> data = new();
        WriteData(record.Data, data, output.WrittenCount + sizeof(ushort));
        WriteUInt16(checked((ushort)data.WrittenCount));
        output.Write(data.WrittenSpan);
    }

    private void WriteData(DnsData data, ArrayBufferWriter<byte> destination, int offset)
    {
        switch (data)
        {
            case DnsPointer pointer:
                WriteName(pointer.Target, destination, offset);
                break;
            case DnsService service:
                WriteUInt16(service.Priority, destination);
                WriteUInt16(service.Weight, destination);
                WriteUInt16(service.Port, destination);
                WriteName(service.Target, destination, offset);
                break;
            case DnsAddress address:
                destination.Write(address.Address.GetAddressBytes());
                break;
            case DnsText text:
                foreach (string part in text.Strings)
                {
                    WriteByte(checked((byte)part.Length), destination);
                    destination.Write(Encoding.Latin1.GetBytes(part));
                }

                break;
            case DnsOpaque opaque:
                destination.Write(opaque.Bytes.AsSpan());
                break;
        }
    }

    private void WriteName(DnsName name) => WriteName(name, output, 0);

    private void WriteName(DnsName name, ArrayBufferWriter<byte> destination, int offset)
    {
        ImmutableArray<string> labels = name.Labels;
        for (int index = 0; index < labels.Length; index++)
        {
            string rest = DnsName.KeyOf(labels, index);
            if (_written.TryGetValue(rest, out int earlier))
            {
                WriteUInt16((ushort)(PointerMark | earlier), destination);
                return;
            }

            int here = offset + destination.WrittenCount;
            if (here <= MaxPointer)
            {
                _written.Add(rest, here);
            }

            WriteByte((byte)labels[index].Length, destination);
            destination.Write(Encoding.Latin1.GetBytes(labels[index]));
        }

        WriteByte(0, destination);
    }

    private static void WriteByte(byte value, ArrayBufferWriter<byte> destination)
    {
        destination.GetSpan(1)[0] = value;
        destination.Advance(1);
    }

    private void WriteUInt16(ushort value) => WriteUInt16(value, output);

    private static void WriteUInt16(ushort value, ArrayBufferWriter<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination.GetSpan(sizeof(ushort)), value);
        destination.Advance(sizeof(ushort));
    }
}
