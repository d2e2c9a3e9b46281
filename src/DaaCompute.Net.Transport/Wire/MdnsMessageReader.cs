using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>Reads one message; every length is checked against the input, every pointer must lead backwards.</summary>
internal ref struct MdnsMessageReader(ReadOnlySpan<byte> message)
{
    private const int HeaderLength = 12;
    private const int ResponseFlag = 0x8000;
    private const int OpcodeMask = 0x7800;
    private const int TruncatedFlag = 0x0200;
    private const int ResponseCodeMask = 0x000F;
    private const int TopBit = 0x8000;
    private const int InternetClass = 1;
    private const int AnyClass = 255;
    private const int PointerMark = 0xC0;

    /// <summary>
    /// All names of a message together: four labels for each of two names of the most records that are read. Without it,
    /// pointers would make megabytes of strings out of one packet.
    /// </summary>
    private const int MaxLabels = 4 * 2 * MdnsMessage.MaxRecords;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;
    private int _labels;

    public bool TryRead([NotNullWhen(true)] out MdnsMessage? result)
    {
        result = null;
        if (_message.Length is < HeaderLength or > MdnsMessage.MaxLength)
        {
            return false;
        }

        ushort id = At(0);
        int flags = At(2);
        (int questions, int answers, int authorities, int additionals) = (At(4), At(6), At(8), At(10));

        // Messages with another operation or a response code must be ignored (RFC 6762 sections 18.3 and 18.11).
        if ((flags & OpcodeMask) != 0
            || (flags & ResponseCodeMask) != 0
            || questions + answers + authorities + additionals > MdnsMessage.MaxRecords)
        {
            return false;
        }

        _position = HeaderLength;
        if (!TryReadQuestions(questions, out ImmutableArray<DnsQuestion> asked)
            || !TryReadRecords(answers, out ImmutableArray<DnsRecord> answered)
            || !TryReadRecords(authorities, out _)
            || !TryReadRecords(additionals, out ImmutableArray<DnsRecord> added))
        {
            return false;
        }

        result = new MdnsMessage
        {
            Id = id,
            IsResponse = (flags & ResponseFlag) != 0,
            IsTruncated = (flags & TruncatedFlag) != 0,
            Questions = asked,
            Answers = answered,
            Additionals = added,
        };
        return true;
    }

    private readonly ushort At(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_message[offset..]);

    private bool TryReadQuestions(int count, out ImmutableArray<DnsQuestion> questions)
    {
        ImmutableArray<DnsQuestion>.Builder read = ImmutableArray.CreateBuilder<DnsQuestion>();
        questions = [];
        for (int index = 0; index < count; index++)
        {
            if (!TryReadName(out DnsName? name) || !TryReadUInt16(out int type) || !TryReadUInt16(out int kind))
            {
                return false;
            }

            if ((kind & ~TopBit) is InternetClass or AnyClass)
            {
                read.Add(new DnsQuestion(name, (DnsType)type, (kind & TopBit) != 0));
            }
        }

        questions = read.ToImmutable();
        return true;
    }

    private bool TryReadRecords(int count, out ImmutableArray<DnsRecord> records)
    {
        ImmutableArray<DnsRecord>.Builder read = ImmutableArray.CreateBuilder<DnsRecord>();
        records = [];
        for (int index = 0; index < count; index++)
        {
            if (!TryReadName(out DnsName? name)
                || !TryReadUInt16(out int type)
                || !TryReadUInt16(out int kind)
                || !TryReadUInt32(out uint timeToLive)
                || !TryReadUInt16(out int length)
                || length > _message.Length - _position)
            {
                return false;
            }

            int end = _position + length;
            if (!TryReadData((DnsType)type, end, out DnsData? data))
            {
                return false;
            }

            _position = end;
            if ((kind & ~TopBit) == InternetClass)
            {
                read.Add(new DnsRecord(name, (DnsType)type, timeToLive, (kind & TopBit) != 0, data));
            }
        }

        records = read.ToImmutable();
        return true;
    }

    private bool TryReadData(DnsType type, int end, [NotNullWhen(true)] out DnsData? data)
    {
        data = null;
        ReadOnlySpan<byte> bytes = _message[_position..end];
        switch (type)
        {
            case DnsType.Ptr:
                data = TryReadName(out DnsName? target) && _position == end ? new DnsPointer(target) : null;
                break;
            case DnsType.Srv:
                data = TryReadUInt16(out int priority) && TryReadUInt16(out int weight) && TryReadUInt16(out int port)
                    && TryReadName(out DnsName? host) && _position == end
                    ? new DnsService((ushort)priority, (ushort)weight, (ushort)port, host)
                    : null;
                break;
            case DnsType.A or DnsType.Aaaa:
                data = bytes.Length == (type == DnsType.A ? 4 : 16) ? new DnsAddress(new IPAddress(bytes)) : null;
                break;
            case DnsType.Txt:
                data = TryReadStrings(bytes, out ImmutableArray<string> strings) ? new DnsText(strings) : null;
                break;
            default:
                data = new DnsOpaque([.. bytes]);
                break;
        }

        return data is not null;
    }

    private static bool TryReadStrings(ReadOnlySpan<byte> bytes, out ImmutableArray<string> strings)
    {
        ImmutableArray<string>.Builder read = ImmutableArray.CreateBuilder<string>();
        strings = [];
        while (!bytes.IsEmpty)
        {
            int length = bytes[0];
            if (length >= bytes.Length)
            {
                return false;
            }

            read.Add(Encoding.Latin1.GetString(bytes.Slice(1, length)));
            bytes = bytes[(1 + length)..];
        }

        strings = read.ToImmutable();
        return true;
    }

    private bool TryReadName([NotNullWhen(true)] out DnsName? name)
    {
        name = null;
        ImmutableArray<string>.Builder labels = ImmutableArray.CreateBuilder<string>();
        int position = _position;
        int start = position;
        int length = 1;
        bool jumped = false;
        while (position < _message.Length)
        {
            int head = _message[position];
            if (head == 0)
            {
                _position = jumped ? _position : position + 1;
                return DnsName.TryCreate(labels.ToImmutable(), out name);
            }

            if ((head & PointerMark) == PointerMark)
            {
                // Each pointer must lead before the part it ends: that alone makes every walk end.
                int target = position + 1 < _message.Length ? At(position) & 0x3FFF : int.MaxValue;
                if (target >= start)
                {
                    return false;
                }

                _position = jumped ? _position : position + 2;
                jumped = true;
                (position, start) = (target, target);
                continue;
            }

            length += head + 1;
            if (head > DnsName.MaxLabelLength
                || length > DnsName.MaxLength
                || position + 1 + head > _message.Length
                || ++_labels > MaxLabels)
            {
                return false;
            }

            labels.Add(Encoding.Latin1.GetString(_message.Slice(position + 1, head)));
            position += 1 + head;
        }

        return false;
    }

    private bool TryReadUInt16(out int value)
    {
        value = 0;
        if (_message.Length - _position < sizeof(ushort))
        {
            return false;
        }

        value = At(_position);
        _position += sizeof(ushort);
        return true;
    }

    private bool TryReadUInt32(out uint value)
    {
        value = 0;
        if (_message.Length - _position < sizeof(uint))
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt32BigEndian(_message[_position..]);
        _position += sizeof(uint);
        return true;
    }
}
