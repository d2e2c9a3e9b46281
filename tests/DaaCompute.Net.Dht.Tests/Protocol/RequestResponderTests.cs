using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Tests.Fakes;
using DaaCompute.Net.Dht.Wire;
using FsCheck.Xunit;

namespace DaaCompute.Net.Dht.Tests.Protocol;

public sealed class RequestResponderTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(60);
    private static readonly PeerId Self = TestPeers.Id(0);
    private static readonly PeerId Asker = TestPeers.Id(1000);
    private static readonly ContentKey Content = ContentKey.ForContent("x"u8);
    private readonly RoutingTable _table = new(Self, new RoutingTableLimits());
    private readonly ProviderRecords _providers = new(new RecordLimits(TimeSpan.FromHours(48), 1000, 100, 1000));
    private readonly RequestResponder _responder;

    public RequestResponderTests()
    {
        RecordValidators validators = new([new PublicKeyRecordValidator(), new NewestValidator()], 1000);
        ValueRecords values = new(new RecordLimits(TimeSpan.FromHours(48), 1, 100, 100), validators);
        _responder = new RequestResponder(Self, _table, _providers, values, validators, 20, allowPrivate: false);
        foreach (int number in Enumerable.Range(1, 100))
        {
            _table.Add(TestPeers.Id(number), [TestPeers.Address(number)], AddressGroup.None, Now);
        }
    }

    [Fact]
    public void FindNode_AnyKey_GivesTheKClosestWithoutTheAsker()
    {
        PeerId asker = TestPeers.Id(5);

        KademliaMessage answer = Ask(asker, new(KademliaMessageType.FindNode) { Key = asker.Bytes })!;

        Assert.Equal(20, answer.CloserPeers.Length);
        Assert.DoesNotContain(answer.CloserPeers, peer => peer.Id == asker);
        KademliaKey target = KademliaKey.Of(asker);
        PeerId[] expected = [.. _table.Entries.Where(entry => entry.Id != asker)
            .OrderBy(entry => target.DistanceTo(entry.Key)).Take(20).Select(entry => entry.Id)];
        Assert.Equal(expected, answer.CloserPeers.Select(peer => peer.Id));
    }

    [Fact]
    public void FindNode_ConnectedClient_IsNamedFirst()
    {
        PeerInfo client = new(TestPeers.Id(2000), [TestPeers.Address(2000), Multiaddress.Parse("/ip4/10.0.0.1/tcp/1")]);
        KademliaMessage request = new(KademliaMessageType.FindNode) { Key = client.Id.Bytes };

        Assert.True(_responder.TryAnswer(Asker, request, Self, id => id == client.Id ? client : null, Now, out KademliaMessage? answer));

        Assert.Equal(client.Id, answer!.CloserPeers[0].Id);
        Assert.Equal([TestPeers.Address(2000)], answer.CloserPeers[0].Addresses.AsEnumerable());
    }

    [Fact]
    public void AddProvider_ForOthers_IsNotBelieved()
    {
        Ask(Asker, new(KademliaMessageType.AddProvider)
        {
            Key = Content.Bytes,
            ProviderPeers =
            [
                new KademliaPeer(TestPeers.Id(7), [TestPeers.Address(7)]),
                new KademliaPeer(Asker, [TestPeers.Address(9), Multiaddress.Parse("/ip4/192.168.0.1/tcp/1")]),
            ],
        });

        KademliaMessage answer = Ask(TestPeers.Id(3), new(KademliaMessageType.GetProviders) { Key = Content.Bytes })!;
        KademliaPeer provider = Assert.Single(answer.ProviderPeers);
        Assert.Equal(Asker, provider.Id);
        Assert.Equal([TestPeers.Address(9)], provider.Addresses.AsEnumerable());
        Assert.Equal(20, answer.CloserPeers.Length);
    }

    [Fact]
    public void GetProviders_OfThisNodeItself_AreToldInTheNameThatTheAskerKnows()
    {
        _providers.Add(Content, Self, [TestPeers.Address(1)], Now);
        KademliaMessage request = new(KademliaMessageType.GetProviders) { Key = Content.Bytes };
        PeerId alias = TestPeers.Id(4000);

        Assert.True(_responder.TryAnswer(Asker, request, alias, _ => null, Now, out KademliaMessage? answer));

        Assert.Equal(alias, Assert.Single(answer!.ProviderPeers).Id);
    }

    [Fact]
    public void PutValue_WorseThanWhatIsHere_IsAnsweredWithTheBetterOne()
    {
        ContentKey key = ContentKey.FromText("/test/a");
        byte[] newer = NewestValidator.Value(2, "new");
        Put(key, newer);

        KademliaMessage answer = Put(key, NewestValidator.Value(1, "old"))!;

        Assert.Equal(newer, answer.Record!.Value.ToArray());
        KademliaMessage got = Ask(TestPeers.Id(3), new(KademliaMessageType.GetValue) { Key = key.Bytes })!;
        Assert.Equal(newer, got.Record!.Value.ToArray());
        Assert.Equal(key.Bytes.ToArray(), got.Record.Key.ToArray());
        Assert.Equal("2030-01-01T00:00:00.000000000Z", got.Record.TimeReceived);
    }

    [Theory]
    [InlineData("/test/a", "/test/b", "0000000101")]
    [InlineData("/test/a", "/test/a", "01")]
    [InlineData("/other/a", "/other/a", "0000000101")]
    public void PutValue_NotValid_IsRefused(string key, string recordKey, string value)
    {
        KademliaMessage request = new(KademliaMessageType.PutValue)
        {
            Key = ContentKey.FromText(key).Bytes,
            Record = new KademliaRecord(ContentKey.FromText(recordKey).Bytes, Convert.FromHexString(value)),
        };

        Assert.False(_responder.TryAnswer(Asker, request, Self, _ => null, Now, out _));
    }

    [Fact]
    public void Ping_Always_IsEchoed() =>
        Assert.Equal(KademliaMessageType.Ping, Ask(Asker, new(KademliaMessageType.Ping))!.Type);

    [Fact]
    public void ProviderRequests_KeyIsNoMultihash_AreRefused()
    {
        byte[] key = "plain"u8.ToArray();

        Assert.False(_responder.TryAnswer(Asker, new(KademliaMessageType.GetProviders) { Key = key }, Self, _ => null, Now, out _));
        Assert.False(_responder.TryAnswer(Asker, new(KademliaMessageType.AddProvider) { Key = key }, Self, _ => null, Now, out _));
    }

    [Property(MaxTest = 1000)]
    public void TryAnswer_AnyReadableMessage_NeverThrows(byte[] bytes, byte type)
    {
        if (KademliaCodec.TryRead([0x08, (byte)(type % 6), .. bytes], out KademliaMessage? request))
        {
            _ = _responder.TryAnswer(Asker, request, Self, _ => null, Now, out _);
        }
    }

    private KademliaMessage? Put(ContentKey key, byte[] value) => Ask(Asker, new(KademliaMessageType.PutValue)
    {
        Key = key.Bytes,
        Record = new KademliaRecord(key.Bytes, value),
    });

    private KademliaMessage? Ask(PeerId asker, KademliaMessage request)
    {
        Assert.True(_responder.TryAnswer(asker, request, Self, _ => null, Now, out KademliaMessage? answer));
        return answer;
    }
}
