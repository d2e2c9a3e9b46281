using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.Wire;
using FsCheck;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class RendezvousRegistryTests
{
    private const ulong Epoch = 7;

    private RendezvousRegistry _registry = new(new RendezvousLimits(Registrations: 20, PeerRegistrations: 3), Epoch);
    private TimeSpan _now = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(0ul, 7_200ul)]
    [InlineData(1ul, 1ul)]
    [InlineData(259_200ul, 259_200ul)]
    public void Register_Lifetime_IsTwoHoursUnlessAskedForAndEndsThen(ulong asked, ulong granted)
    {
        RendezvousRegisterResponse response = Register(1, "ns", asked);

        Assert.Equal(new RendezvousRegisterResponse(RendezvousStatus.Ok, null, granted), response);
        _now += TimeSpan.FromSeconds(granted) - TimeSpan.FromTicks(1);
        Assert.Equal([1], Find("ns"));
        _now += TimeSpan.FromTicks(1);
        Assert.Empty(Find("ns"));
        Assert.Equal(0, _registry.Count);
    }

    [Fact]
    public void Register_AgainstTheRules_IsRefusedByStatus()
    {
        Assert.Equal(RendezvousStatus.InvalidNamespace, Register(1, string.Empty).Status);
        Assert.Equal(RendezvousStatus.InvalidNamespace, Register(1, new string('a', 256)).Status);
        Assert.Equal(RendezvousStatus.Ok, Register(1, new string('a', 255)).Status);
        Assert.Equal(RendezvousStatus.InvalidTimeToLive, Register(1, "ns", 259_201).Status);
        Assert.Equal(RendezvousStatus.InvalidTimeToLive, Register(1, "ns", ulong.MaxValue).Status);
        Assert.Equal(1, _registry.Count);
    }

    [Fact]
    public void Register_MoreThanAPeerMay_IsRefusedButRenewingIsNot()
    {
        Assert.All(["a", "b", "c"], name => Assert.Equal(RendezvousStatus.Ok, Register(1, name).Status));

        Assert.Equal(RendezvousStatus.NotAuthorized, Register(1, "d").Status);
        Assert.Equal(RendezvousStatus.Ok, Register(1, "c").Status);
        _registry.Unregister(Id(1), "a");
        Assert.Equal(RendezvousStatus.Ok, Register(1, "d").Status);
        Assert.Equal(3, _registry.Count);
    }

    [Fact]
    public void Register_WhenFull_IsUnavailableUntilOneEnds()
    {
        for (byte peer = 1; peer <= 20; peer++)
        {
            Assert.Equal(RendezvousStatus.Ok, Register(peer, "ns", timeToLive: peer).Status);
        }

        Assert.Equal(RendezvousStatus.Unavailable, Register(21, "ns").Status);
        _now += TimeSpan.FromSeconds(1);
        Assert.Equal(RendezvousStatus.Ok, Register(21, "ns").Status);
        Assert.Equal(RendezvousStatus.Unavailable, Register(22, "ns").Status);
    }

    [Fact]
    public void Unregister_OwnAndOthers_TakesOwnAlone()
    {
        Register(1, "ns");
        Register(2, "ns");

        _registry.Unregister(Id(1), "ns");
        _registry.Unregister(Id(1), "ns");
        _registry.Unregister(Id(3), "ns");

        Assert.Equal([2], Find("ns"));
    }

    [Fact]
    public void Discover_Cookie_GoesOnWithWhatIsNew()
    {
        Register(1, "ns");
        Register(2, "other");
        Register(3, "ns");
        RendezvousDiscoverResponse first = Discover("ns", 1);
        RendezvousDiscoverResponse second = Discover("ns", 0, first.Cookie);
        RendezvousDiscoverResponse nothing = Discover("ns", 0, second.Cookie);
        Register(1, "ns");
        RendezvousDiscoverResponse renewed = Discover("ns", 0, nothing.Cookie);

        Assert.Equal([1], Numbers(first));
        Assert.Equal([3], Numbers(second));
        Assert.Empty(nothing.Registrations);
        Assert.Equal([1], Numbers(renewed));
        Assert.Equal([3, 1], Find("ns"));
    }

    [Fact]
    public void Discover_NoNamespace_ListsAll()
    {
        Register(1, "a");
        Register(2, "b");

        Assert.Equal([("a", 7_200ul), ("b", 7_200ul)], Discover(null).Registrations.Select(found => (found.Namespace, found.TimeToLive)));
        Assert.Equal(RendezvousStatus.InvalidNamespace, Discover(string.Empty).Status);
    }

    [Fact]
    public void Discover_CookieOfAnotherNamespaceOrRun_IsRefused()
    {
        Register(1, "ns");
        ReadOnlyMemory<byte> cookie = Discover("ns").Cookie;
        RendezvousRegistry other = new(new RendezvousLimits(20, 3), Epoch + 1);

        Assert.Equal(RendezvousStatus.InvalidCookie, Discover("other", 0, cookie).Status);
        Assert.Equal(RendezvousStatus.InvalidCookie, Discover(null, 0, cookie).Status);
        Assert.Equal(RendezvousStatus.InvalidCookie, Discover("ns", 0, new byte[] { 1 }).Status);
        Assert.Equal(RendezvousStatus.InvalidCookie, other.Discover(new RendezvousDiscover("ns", 0, cookie), _now).Status);
    }

    [Fact]
    public void Discover_MoreThanAPage_IsReadPageByPage()
    {
        RendezvousRegistry registry = new(new RendezvousLimits(1_000, 3), Epoch);
        for (int index = 0; index < 250; index++)
        {
            registry.Register(Id((byte)index), new RendezvousRegistration("ns", new byte[] { (byte)index }, 0), _now);
        }

        List<int> sizes = [];
        ReadOnlyMemory<byte> cookie = default;
        for (int page = 0; page < 4; page++)
        {
            RendezvousDiscoverResponse response = registry.Discover(new RendezvousDiscover("ns", ulong.MaxValue, cookie), _now);
            sizes.Add(response.Registrations.Length);
            cookie = response.Cookie;
        }

        Assert.Equal([100, 100, 50, 0], sizes);
    }

    [Property(MaxTest = 200)]
    public void Registry_AnyCourse_EqualsAPlainList(byte[] steps)
    {
        _registry = new RendezvousRegistry(new RendezvousLimits(20, 3), Epoch);
        SortedDictionary<(int Peer, string Name), (TimeSpan Expires, int Order)> model = [];
        int order = 0;
        foreach (byte step in steps)
        {
            (int peer, string name) = (step & 3, (step & 4) == 0 ? "a" : "b");
            _now += TimeSpan.FromSeconds(step >> 6);
            if ((step & 8) == 0)
            {
                Register((byte)peer, name, timeToLive: 5);
                model[(peer, name)] = (_now + TimeSpan.FromSeconds(5), order++);
            }
            else
            {
                _registry.Unregister(Id((byte)peer), name);
                model.Remove((peer, name));
            }

            foreach (string each in (string[])["a", "b"])
            {
                Assert.Equal(
                    model.Where(known => known.Key.Name == each && known.Value.Expires > _now)
                        .OrderBy(known => known.Value.Order)
                        .Select(known => known.Key.Peer),
                    Find(each));
            }
        }
    }

    private static PeerId Id(byte peer) => new TestIdentity(peer).PeerId;

    private static IEnumerable<int> Numbers(RendezvousDiscoverResponse response) =>
        response.Registrations.Select(found => (int)found.SignedRecord.Span[0]);

    private RendezvousRegisterResponse Register(byte peer, string name, ulong timeToLive = 0) =>
        _registry.Register(Id(peer), new RendezvousRegistration(name, new byte[] { peer }, timeToLive), _now);

    private RendezvousDiscoverResponse Discover(string? name, ulong limit = 0, ReadOnlyMemory<byte> cookie = default) =>
        _registry.Discover(new RendezvousDiscover(name, limit, cookie), _now);

    private int[] Find(string name) => [.. Numbers(Discover(name))];
}
