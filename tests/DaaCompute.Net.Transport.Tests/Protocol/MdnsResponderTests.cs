using System.Net;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class MdnsResponderTests
{
    private static readonly IPEndPoint Asker = IPEndPoint.Parse("192.0.2.9:5353");
    private static readonly IPEndPoint Other = IPEndPoint.Parse("192.0.2.10:5353");
    private static readonly DnsQuestion Peers = new(MdnsNames.Service, DnsType.Ptr);
    private static readonly MdnsMessage Query = new() { Questions = [Peers] };
    private static readonly PeerId Peer = new TestIdentity(1).PeerId;

    private readonly MdnsResponder _responder = new("me", Peer, new TestEntropy(1));

    [Fact]
    public void Poll_AddressesOffered_AnnouncesTwiceASecondApart()
    {
        Offer(TimeSpan.Zero, "/ip4/192.0.2.1/tcp/4001", "/ip6/2001:db8::1/udp/4002/quic-v1");

        MdnsMessage? first = _responder.Poll(_responder.Due!.Value);
        TimeSpan again = _responder.Due!.Value;
        MdnsMessage? second = _responder.Poll(again);

        Assert.Equal(TimeSpan.FromSeconds(1), again);
        Assert.Null(_responder.Due);
        Assert.Equal(first!.Encode(), second!.Encode());
        Assert.Equal(
            [DnsType.Ptr, DnsType.Txt, DnsType.Srv, DnsType.A, DnsType.Aaaa], first.Answers.Select(record => record.Type));
        Assert.Equal([false, true, true, true, true], first.Answers.Select(record => record.IsUnique));
        Assert.Equal(
            [$"dnsaddr=/ip4/192.0.2.1/tcp/4001/p2p/{Peer}", $"dnsaddr=/ip6/2001:db8::1/udp/4002/quic-v1/p2p/{Peer}"],
            Assert.IsType<DnsText>(first.Answers[1].Data).Strings.AsEnumerable());
    }

    [Fact]
    public void Poll_NothingToOffer_SaysNothingEvenWhenAsked()
    {
        Offer(TimeSpan.Zero);
        _responder.Receive(Query, Asker, isLegacy: false, TimeSpan.Zero);

        Assert.Null(_responder.Due);
        Assert.Null(_responder.Goodbye());
    }

    [Fact]
    public void Receive_QuestionForPeers_IsAnsweredAfter20To120MillisecondsWithTheDetails()
    {
        TimeSpan now = Announced();

        _responder.Receive(Query, Asker, isLegacy: false, now);
        TimeSpan delay = _responder.Due!.Value - now;
        MdnsMessage? answer = _responder.Poll(_responder.Due!.Value);

        Assert.InRange(delay.TotalMilliseconds, 20, 120);
        Assert.Equal(DnsType.Ptr, Assert.Single(answer!.Answers).Type);
        Assert.Equal([DnsType.Txt, DnsType.Srv, DnsType.A], answer.Additionals.Select(record => record.Type));
    }

    [Fact]
    public void Receive_ManyQuestionsInASecond_AreAnsweredOnce()
    {
        TimeSpan now = Announced();
        int answers = 0;
        for (TimeSpan end = now + TimeSpan.FromSeconds(0.99); now < end; now += TimeSpan.FromMilliseconds(10))
        {
            _responder.Receive(Query, Asker, isLegacy: false, now);
            answers += _responder.Poll(now) is null ? 0 : 1;
        }

        Assert.Equal(1, answers);
        Assert.NotNull(_responder.Due);
    }

    [Theory]
    [InlineData(60u, false)]
    [InlineData(59u, true)]
    public void Receive_KnownAnswer_SilencesWhileItHasHalfItsLife(uint timeToLive, bool isAnswered)
    {
        TimeSpan now = Announced();

        _responder.Receive(Knowing(timeToLive), Asker, isLegacy: false, now);

        Assert.Equal(isAnswered, _responder.Due is not null);
    }

    [Fact]
    public void Receive_TruncatedQuery_WaitsForTheAskersKnownAnswersAndNoOneElses()
    {
        TimeSpan now = Announced();
        MdnsMessage truncated = Query with { IsTruncated = true };
        MdnsMessage rest = Knowing(120) with { Questions = [] };

        _responder.Receive(truncated, Asker, isLegacy: false, now);
        TimeSpan delay = _responder.Due!.Value - now;
        _responder.Receive(rest, Other, isLegacy: false, now);
        bool isStillDue = _responder.Due is not null;
        _responder.Receive(rest, Asker, isLegacy: false, now);

        Assert.InRange(delay.TotalMilliseconds, 400, 500);
        Assert.True(isStillDue);
        Assert.Null(_responder.Due);
    }

    [Fact]
    public void Receive_SecondAskerWhileTheFirstGoesOn_IsAnsweredAllTheSame()
    {
        TimeSpan now = Announced();

        _responder.Receive(Query, Other, isLegacy: false, now);
        _responder.Receive(Query with { IsTruncated = true }, Asker, isLegacy: false, now);
        _responder.Receive(Knowing(120) with { Questions = [] }, Asker, isLegacy: false, now);

        Assert.InRange((_responder.Due!.Value - now).TotalMilliseconds, 20, 120);
    }

    [Fact]
    public void Receive_OldResolver_IsAnsweredAtOnceAloneAndForTenSeconds()
    {
        TimeSpan now = Announced();
        MdnsMessage query = Query with { Id = 77 };

        MdnsMessage? reply = _responder.Receive(query, IPEndPoint.Parse("192.0.2.9:40000"), isLegacy: true, now);

        Assert.Equal(77, reply!.Id);
        Assert.Equal(query.Questions.AsEnumerable(), reply.Questions);
        Assert.All(reply.Answers.Concat(reply.Additionals), record => Assert.Equal((10u, false), (record.TimeToLive, record.IsUnique)));
        Assert.Null(_responder.Due);
    }

    public static TheoryData<string, int, int> Questions => new()
    {
        { "_services._dns-sd._udp.local", (int)DnsType.Ptr, 1 },
        { "_P2P._udp.LOCAL", (int)DnsType.Any, 1 },
        { "me._p2p._udp.local", (int)DnsType.Txt, 1 },
        { "me._p2p._udp.local", (int)DnsType.Any, 2 },
        { "me.local", (int)DnsType.A, 1 },
        { "me.local", (int)DnsType.Aaaa, 0 },
        { "you._p2p._udp.local", (int)DnsType.Any, 0 },
        { "_http._tcp.local", (int)DnsType.Ptr, 0 },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void Receive_OtherQuestions_AreAnsweredWhereTheyAreForThisNode(string name, int type, int answers)
    {
        TimeSpan now = Announced();
        MdnsMessage query = new() { Questions = [new DnsQuestion(DnsName.Parse(name), (DnsType)type)] };

        _responder.Receive(query, Asker, isLegacy: false, now);

        Assert.Equal(answers, _responder.Due is TimeSpan due ? _responder.Poll(due)!.Answers.Length : 0);
    }

    [Fact]
    public void Goodbye_Announced_TakesEveryRecordBackOnce()
    {
        Announced();

        MdnsMessage? goodbye = _responder.Goodbye();

        Assert.Equal([DnsType.Ptr, DnsType.Txt, DnsType.Srv, DnsType.A], goodbye!.Answers.Select(record => record.Type));
        Assert.All(goodbye.Answers, record => Assert.Equal(0u, record.TimeToLive));
        Assert.Null(_responder.Goodbye());
        Assert.Null(_responder.Due);
    }

    [Fact]
    public void Offer_MoreThanFitsIntoAPacket_IsCut()
    {
        Offer(TimeSpan.Zero, [.. Enumerable.Range(1, 200).Select(port => $"/ip4/192.0.2.1/tcp/{port}")]);

        Assert.InRange(_responder.Poll(TimeSpan.Zero)!.Encode().Length, 900, 1_232);
    }

    private TimeSpan Announced()
    {
        Offer(TimeSpan.Zero, "/ip4/192.0.2.1/tcp/4001");
        _responder.Poll(TimeSpan.Zero);
        _responder.Poll(TimeSpan.FromSeconds(1));
        return TimeSpan.FromSeconds(10);
    }

    private void Offer(TimeSpan now, params string[] addresses) =>
        _responder.Offer([.. addresses.Select(Multiaddress.Parse)], now);

    private static MdnsMessage Knowing(uint timeToLive) => Query with
    {
        Answers = [new DnsRecord(MdnsNames.Service, DnsType.Ptr, timeToLive, false, new DnsPointer(MdnsNames.Service.Prepend("ME")))],
    };
}
