using System.Collections.Immutable;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class MdnsQuerierTests
{
    private static readonly PeerId Peer = new TestIdentity(2).PeerId;
    private static readonly Multiaddress Address = Multiaddress.Parse("/ip4/192.0.2.2/tcp/4001");

    private readonly MdnsQuerier _querier = new("me", new TestEntropy(1));
    private TimeSpan _now;

    [Fact]
    public void Poll_NobodyAnswers_DoublesTheIntervalUpToAnHour()
    {
        _querier.Start(TimeSpan.Zero);
        List<TimeSpan> asked = [];
        for (int round = 0; round < 20; round++)
        {
            _now = _querier.Due!.Value;
            asked.Add(_now);
            Assert.Equal(MdnsNames.Service, Assert.Single(Assert.Single(_querier.Poll(_now)).Questions).Name);
        }

        Assert.InRange(asked[0].TotalMilliseconds, 20, 120);
        Assert.Equal(
            Enumerable.Range(0, 19).Select(round => TimeSpan.FromSeconds(Math.Min(1 << round, 3_600))),
            asked.Zip(asked.Skip(1), (one, two) => two - one));
    }

    [Fact]
    public void Receive_PointerAndText_FindsThePeer()
    {
        PeerInfo found = Assert.Single(Hear("you", 120, $"dnsaddr={Address}/p2p/{Peer}", "other=1", "dnsaddr=nonsense"));

        Assert.Equal(Peer, found.Id);
        Assert.Equal([Address], found.Addresses.AsEnumerable());
    }

    [Fact]
    public void Receive_TheSameAgain_IsToldOnceAMinute()
    {
        int told = 0;
        for (int second = 0; second < 600; second += 10)
        {
            _now = TimeSpan.FromSeconds(second);
            told += Hear("you", 120, $"dnsaddr={Address}/p2p/{Peer}").Length;
        }

        Assert.Equal(10, told);
    }

    [Fact]
    public void Receive_OwnOrForeignNames_FindNobody()
    {
        Assert.Empty(Hear("ME", 120, $"dnsaddr={Address}/p2p/{Peer}"));
        Assert.Empty(_querier.Receive(
            Response(DnsName.Parse("_http._tcp.local"), DnsName.Parse("x._http._tcp.local"), 120, $"dnsaddr={Address}/p2p/{Peer}"),
            _ => true,
            _now));
        Assert.Empty(_querier.Receive(
            Response(MdnsNames.Service, DnsName.Parse("a.b._p2p._udp.local"), 120, $"dnsaddr={Address}/p2p/{Peer}"), _ => true, _now));
        Assert.Equal(0, _querier.Count);
    }

    [Fact]
    public void Receive_AddressesNotOfTheLinkOrOfAnotherPeer_AreNotBelieved()
    {
        PeerId other = new TestIdentity(3).PeerId;
        MdnsMessage response = Response(
            MdnsNames.Service,
            Name("you"),
            120,
            $"dnsaddr=/ip4/203.0.113.1/tcp/1/p2p/{Peer}",
            $"dnsaddr={Address}/p2p/{Peer}",
            $"dnsaddr=/ip4/192.0.2.2/tcp/2/p2p/{other}",
            "dnsaddr=/ip4/192.0.2.2/tcp/3");

        PeerInfo found = Assert.Single(_querier.Receive(
            response, address => address.ValueOf("ip4")!.StartsWith("192.0.2.", StringComparison.Ordinal), _now));

        Assert.Equal([Address], found.Addresses.AsEnumerable());
        Assert.Empty(_querier.Receive(
            Response(MdnsNames.Service, Name("they"), 120, $"dnsaddr=/ip4/203.0.113.1/tcp/1/p2p/{Peer}"), _ => false, _now));
    }

    [Fact]
    public void Receive_MoreThanTheBounds_KeepsThoseHeardFirst()
    {
        string[] many = [.. Enumerable.Range(1, 100).Select(port => $"dnsaddr=/ip4/192.0.2.2/tcp/{port}/p2p/{Peer}")];
        Assert.Equal(MdnsQuerier.MaxAddresses, Assert.Single(Hear("first", 120, many)).Addresses.Length);
        for (int index = 0; index < 1_000; index++)
        {
            Hear($"n{index}", uint.MaxValue, $"dnsaddr={Address}/p2p/{Peer}");
        }

        Assert.Equal(MdnsQuerier.MaxInstances, _querier.Count);
        Assert.Empty(Hear("late", 120, $"dnsaddr={Address}/p2p/{Peer}"));
        _now = TimeSpan.FromSeconds(120);
        _querier.Poll(_now);
        Assert.Single(Hear("late", 120, $"dnsaddr={Address}/p2p/{Peer}"));
    }

    [Fact]
    public void Poll_NotHeardAgain_AsksAt80To97PercentOfTheLifeAndForgets()
    {
        // The usual questions are an hour apart by now.
        _querier.Start(TimeSpan.Zero);
        for (int round = 0; round < 20; round++)
        {
            _querier.Poll(_now = _querier.Due!.Value);
        }

        TimeSpan began = _now;
        Hear("you", 1_000, $"dnsaddr={Address}/p2p/{Peer}");
        List<double> asked = [];
        while (_querier.Count > 0)
        {
            _now = _querier.Due!.Value;
            asked.AddRange(_querier.Poll(_now).Select(_ => (_now - began).TotalSeconds));
        }

        Assert.Equal(4, asked.Count);
        Assert.All(asked.Zip([800.0, 850, 900, 950]), pair => Assert.InRange(pair.First, pair.Second, pair.Second + 20));
        Assert.Equal(TimeSpan.FromSeconds(1_000), _now - began);
    }

    [Fact]
    public void Receive_Goodbye_ForgetsWithinASecond()
    {
        Hear("you", 120, $"dnsaddr={Address}/p2p/{Peer}");

        Hear("you", 0);
        Assert.Equal(TimeSpan.FromSeconds(1), _querier.Due);
        _querier.Poll(TimeSpan.FromSeconds(1));

        Assert.Equal(0, _querier.Count);
    }

    [Fact]
    public void Poll_PointerWithoutText_AsksForTheTextThreeTimes()
    {
        Hear("you", 4_500);
        List<TimeSpan> asked = [];
        while (_querier.Due < TimeSpan.FromMinutes(5))
        {
            _now = _querier.Due!.Value;
            asked.AddRange(_querier.Poll(_now)
                .SelectMany(message => message.Questions)
                .Where(question => question.Type == DnsType.Txt && question.Name.Equals(Name("you")))
                .Select(_ => _now));
        }

        Assert.Equal([0.0, 2, 6], asked.Select(at => at.TotalSeconds));
    }

    [Fact]
    public void Poll_ManyKnown_TellsThemInTruncatedMessagesOfOnePacketEach()
    {
        for (int index = 0; index < 40; index++)
        {
            Hear($"{index:d2}{new string('x', 61)}", 120, $"dnsaddr={Address}/p2p/{Peer}");
        }

        _querier.Start(_now);
        ImmutableArray<MdnsMessage> messages = _querier.Poll(_now = TimeSpan.FromSeconds(1));

        Assert.Equal([1, 0, 0], messages.Select(message => message.Questions.Length));
        Assert.Equal([true, true, false], messages.Select(message => message.IsTruncated));
        Assert.Equal(40, messages.Sum(message => message.Answers.Length));
        Assert.All(messages, message => Assert.InRange(message.Encode().Length, 12, 1_232));
    }

    [Fact]
    public void Overhear_TheSameQuestion_IsNotAskedAgain()
    {
        MdnsMessage query = new() { Questions = [new DnsQuestion(MdnsNames.Service, DnsType.Ptr)] };
        DnsRecord unknown = new(MdnsNames.Service, DnsType.Ptr, 120, false, new DnsPointer(Name("they")));
        _querier.Start(_now);
        TimeSpan first = _querier.Due!.Value;

        _querier.Overhear(query with { Answers = [unknown] }, _now);
        TimeSpan afterOneThatKnowsMore = _querier.Due!.Value;
        _querier.Overhear(query, _now);

        Assert.Equal(first, afterOneThatKnowsMore);
        Assert.Equal(_now + TimeSpan.FromSeconds(1), _querier.Due);
    }

    private ImmutableArray<PeerInfo> Hear(string name, uint timeToLive, params string[] texts) =>
        _querier.Receive(Response(MdnsNames.Service, Name(name), timeToLive, texts), _ => true, _now);

    private static DnsName Name(string label) => MdnsNames.Service.Prepend(label);

    private static MdnsMessage Response(DnsName service, DnsName instance, uint timeToLive, params string[] texts) => new()
    {
        IsResponse = true,
        Answers = [new DnsRecord(service, DnsType.Ptr, timeToLive, false, new DnsPointer(instance))],
        Additionals = texts.Length == 0 ? [] : [new DnsRecord(instance, DnsType.Txt, timeToLive, true, new DnsText([.. texts]))],
    };
}
