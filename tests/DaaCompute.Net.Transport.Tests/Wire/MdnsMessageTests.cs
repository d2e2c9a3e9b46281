using System.Collections.Immutable;
using System.Net;
using System.Text;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Wire;

public sealed class MdnsMessageTests
{
    private static readonly DnsName Instance = MdnsNames.Service.Prepend("abc");

    private static readonly MdnsMessage Response = new()
    {
        IsResponse = true,
        Answers = [new DnsRecord(MdnsNames.Service, DnsType.Ptr, 120, false, new DnsPointer(Instance))],
        Additionals =
        [
            new DnsRecord(Instance, DnsType.Txt, 120, true, new DnsText(["dnsaddr=/memory/7"])),
            new DnsRecord(Instance, DnsType.Srv, 120, true, new DnsService(0, 0, 4001, DnsName.Parse("abc.local"))),
            new DnsRecord(DnsName.Parse("abc.local"), DnsType.A, 120, true, new DnsAddress(IPAddress.Parse("192.0.2.7"))),
        ],
    };

    [Fact]
    public void Encode_Query_IsRfc1035()
    {
        MdnsMessage query = new() { Questions = [new DnsQuestion(MdnsNames.Service, DnsType.Ptr)] };

        byte[] expected = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. "\u0004_p2p\u0004_udp\u0005local\0"u8, 0, 12, 0, 1];
        Assert.Equal(expected, query.Encode());
    }

    [Fact]
    public void Encode_Response_CompressesNamesAndSetsTheBits()
    {
        byte[] expected =
        [
            0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 3,
            .. "\u0004_p2p\u0004_udp\u0005local\0"u8, 0, 12, 0, 1, 0, 0, 0, 120, 0, 6, 3, .. "abc"u8, 0xC0, 12,
            0xC0, 39, 0, 16, 0x80, 1, 0, 0, 0, 120, 0, 18, 17, .. "dnsaddr=/memory/7"u8,
            0xC0, 39, 0, 33, 0x80, 1, 0, 0, 0, 120, 0, 12, 0, 0, 0, 0, 0x0F, 0xA1, 3, .. "abc"u8, 0xC0, 22,
            0xC0, 93, 0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4, 192, 0, 2, 7,
        ];

        Assert.Equal(expected, Response.Encode());
    }

    [Fact]
    public void TryDecode_Encoded_GivesTheSame()
    {
        Assert.True(MdnsMessage.TryDecode(Response.Encode(), out MdnsMessage? read));

        Assert.Equal(Response.Encode(), read.Encode());
        Assert.True(read.Answers[0].IsSameAs(Response.Answers[0]));
        Assert.All(read.Additionals.Zip(Response.Additionals), pair => Assert.True(pair.First.IsSameAs(pair.Second)));
        Assert.Equal([false, true, true, true], read.Answers.Concat(read.Additionals).Select(record => record.IsUnique));
    }

    [Fact]
    public void TryDecode_NamesThatDifferInCase_AreEqual()
    {
        byte[] upper = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(
            new MdnsMessage { Questions = [new DnsQuestion(MdnsNames.Service, DnsType.Ptr, true)] }.Encode()[..31]).ToUpperInvariant());

        Assert.True(MdnsMessage.TryDecode([.. upper, 0x80, 1], out MdnsMessage? read));
        Assert.Equal(new DnsQuestion(MdnsNames.Service, DnsType.Ptr, true), Assert.Single(read.Questions));
        Assert.NotEqual(MdnsNames.Service, DnsName.Parse("_p2p._udp.loca"));
        Assert.NotEqual(DnsName.Parse("a.b").Prepend("c"), DnsName.Parse("b").Prepend("c.a"));
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "empty", [] },
        { "shorter than a header", new byte[11] },
        { "a name that points to itself", [.. Header(questions: 1), 0xC0, 12, 0, 12, 0, 1] },
        { "two names that point to each other", [.. Header(questions: 1), 0xC0, 14, 0xC0, 12, 0, 12, 0, 1] },
        { "a name that points forward", [.. Header(questions: 1), 0xC0, 18, 0, 12, 0, 1, 0] },
        { "a label of a kind that is not in use", [.. Header(questions: 1), 0x41, 0, 0, 12, 0, 1] },
        { "a name without an end", [.. Header(questions: 1), 1, 65] },
        { "a name longer than 255", [.. Header(questions: 1), .. Labels(5), 0, 0, 12, 0, 1] },
        { "fewer records than promised", Header(answers: 1) },
        { "more records than are read", Header(answers: 257) },
        { "data beyond the end", [.. Header(answers: 1), 0, 0, 16, 0, 1, 0, 0, 0, 1, 0, 9, 1, 65] },
        { "a string beyond its record", [.. Header(answers: 1), 0, 0, 16, 0, 1, 0, 0, 0, 1, 0, 2, 2, 65] },
        { "an address of three bytes", [.. Header(answers: 1), 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 3, 1, 2, 3] },
        { "a pointer that ends before its record", [.. Header(answers: 1), 0, 0, 12, 0, 1, 0, 0, 0, 1, 0, 2, 0, 0] },
        { "another operation", [0, 0, 0x28, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "a response code", [0, 0, 0x84, 3, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "longer than any message", new byte[MdnsMessage.MaxLength + 1] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void TryDecode_Malformed_IsRefused(string what, byte[] bytes)
    {
        Assert.False(MdnsMessage.TryDecode(bytes, out MdnsMessage? message), what);
        Assert.Null(message);
    }

    [Fact]
    public void TryDecode_PointersInARow_EndsAndKeepsTheLimitOfAllNames()
    {
        Assert.True(MdnsMessage.TryDecode(NamesInARow(60), out MdnsMessage? read));
        Assert.Equal(60, read.Questions[59].Name.Labels.Length);

        // 5,050 labels out of 800 bytes.
        Assert.False(MdnsMessage.TryDecode(NamesInARow(100), out _));
    }

    [Property(MaxTest = 500)]
    public void TryDecode_AnyBytes_NeverThrowsAndWhatItReadsItWrites(byte[] tail, byte questions, byte answers)
    {
        byte[] bytes = [.. Header(questions: questions % 4, answers: answers % 4), .. tail];
        if (MdnsMessage.TryDecode(bytes, out MdnsMessage? message))
        {
            Assert.True(MdnsMessage.TryDecode(message.Encode(), out MdnsMessage? again));
            Assert.Equal(message.Encode(), again.Encode());
        }
    }

    [Property(MaxTest = 500)]
    public void TryDecode_OneByteChangedOrCut_NeverThrows(PositiveInt at, byte value)
    {
        byte[] encoded = Response.Encode();
        byte[] cut = encoded[..(at.Get % encoded.Length)];
        encoded[at.Get % encoded.Length] = value;

        Assert.False(MdnsMessage.TryDecode(cut, out _));
        if (MdnsMessage.TryDecode(encoded, out MdnsMessage? changed))
        {
            Assert.True(MdnsMessage.TryDecode(changed.Encode(), out _));
        }
    }

    [Property]
    public Property TryDecode_AnyMessage_RoundTrips() => Prop.ForAll(Messages().ToArbitrary(), message =>
    {
        bool isRead = MdnsMessage.TryDecode(message.Encode(), out MdnsMessage? read);
        return isRead
            && (read!.Id, read.IsResponse, read.IsTruncated) == (message.Id, message.IsResponse, message.IsTruncated)
            && read.Questions.SequenceEqual(message.Questions)
            && AreSame(read.Answers, message.Answers)
            && AreSame(read.Additionals, message.Additionals);
    });

    /// <summary>Each name is the one before with a label more, which it points to.</summary>
    private static byte[] NamesInARow(byte count)
    {
        List<byte> bytes = [.. Header(questions: count), 1, 65, 0, 0, 12, 0, 1];
        int before = 12;
        for (int index = 1; index < count; index++)
        {
            int here = bytes.Count;
            bytes.AddRange([1, 65, (byte)(0xC0 | (before >> 8)), (byte)before, 0, 12, 0, 1]);
            before = here;
        }

        return [.. bytes];
    }

    private static bool AreSame(ImmutableArray<DnsRecord> one, ImmutableArray<DnsRecord> two) =>
        one.Length == two.Length && one.Zip(two).All(pair =>
            pair.First.IsSameAs(pair.Second)
            && (pair.First.TimeToLive, pair.First.IsUnique) == (pair.Second.TimeToLive, pair.Second.IsUnique));

    private static byte[] Header(int questions = 0, int answers = 0) =>
        [0, 0, 0, 0, (byte)(questions >> 8), (byte)questions, (byte)(answers >> 8), (byte)answers, 0, 0, 0, 0];

    private static byte[] Labels(int count) =>
        [.. Enumerable.Repeat((byte[])[63, .. Enumerable.Repeat((byte)'a', 63)], count).SelectMany(label => label)];

    private static Gen<MdnsMessage> Messages() =>
        from id in Gen.Choose(0, ushort.MaxValue)
        from isResponse in Gen.Elements(true, false)
        from isTruncated in Gen.Elements(true, false)
        from questions in Gen.ListOf(Questions()).Resize(5)
        from answers in Gen.ListOf(Records()).Resize(8)
        from additionals in Gen.ListOf(Records()).Resize(8)
        select new MdnsMessage
        {
            Id = (ushort)id,
            IsResponse = isResponse,
            IsTruncated = isTruncated,
            Questions = [.. questions],
            Answers = [.. answers],
            Additionals = [.. additionals],
        };

    private static Gen<DnsName> Names() =>
        from labels in Gen.NonEmptyListOf(Gen.Elements("a", "B", "_p2p", "local", "a.b", "\u00e9", new string('x', 63))).Resize(3)
        select labels.Take(3).Aggregate(MdnsNames.Local, (name, label) => name.Prepend(label));

    private static Gen<DnsQuestion> Questions() =>
        from name in Names()
        from type in Gen.Elements(DnsType.Ptr, DnsType.Txt, DnsType.Any)
        from wantsUnicast in Gen.Elements(true, false)
        select new DnsQuestion(name, type, wantsUnicast);

    private static Gen<DnsRecord> Records() =>
        from name in Names()
        from other in Names()
        from kind in Gen.Choose(0, 5)
        from timeToLive in Gen.Choose(0, int.MaxValue)
        from isUnique in Gen.Elements(true, false)
        from texts in Gen.ListOf(Gen.Elements(string.Empty, "k=v", new string('\u00ff', 255))).Resize(4)
        select Record(name, other, kind, (uint)timeToLive, isUnique, [.. texts]);

    private static DnsRecord Record(
        DnsName name, DnsName other, int kind, uint timeToLive, bool isUnique, ImmutableArray<string> texts)
    {
        (DnsType type, DnsData data) = kind switch
        {
            0 => (DnsType.Ptr, (DnsData)new DnsPointer(other)),
            1 => (DnsType.Srv, new DnsService(1, 2, 3, other)),
            2 => (DnsType.A, new DnsAddress(IPAddress.Parse("192.0.2.1"))),
            3 => (DnsType.Aaaa, new DnsAddress(IPAddress.Parse("2001:db8::1"))),
            4 => (DnsType.Txt, new DnsText(texts)),
            _ => ((DnsType)47, new DnsOpaque([1, 2, 3])),
        };
        return new DnsRecord(name, type, timeToLive, isUnique, data);
    }
}
