using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Tests.Fakes;
using FsCheck.Xunit;

namespace DaaCompute.Net.Dht.Tests.Protocol;

public sealed class RoutingTableTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private readonly PeerId _self = TestPeers.Id(0);

    /// <summary>Any sequence of arrivals and failures: the closest are those of a plain sorted list, and buckets stay bounded.</summary>
    [Property(MaxTest = 60)]
    public void FindClosest_AnyHistory_AgreesWithASortedList(ushort[] history, ushort wanted, byte count)
    {
        const int BucketSize = 4;
        RoutingTable table = new(_self, new RoutingTableLimits(BucketSize));
        for (int step = 0; step < history.Length; step++)
        {
            PeerId id = TestPeers.Id(1 + (history[step] >> 1));
            if ((history[step] & 1) == 0)
            {
                table.Add(id, [TestPeers.Address(step)], AddressGroup.None, Start.AddSeconds(step));
            }
            else
            {
                table.Fail(id);
            }
        }

        KademliaKey target = KademliaKey.Of(TestPeers.Id(wanted));
        List<TableEntry> closest = [];
        table.FindClosest(target, count % 30, closest);

        TableEntry[] all = [.. table.Entries];
        Assert.Equal(table.Count, all.Length);
        Assert.Equal(all.OrderBy(entry => target.DistanceTo(entry.Key)).Take(count % 30), closest);
        Assert.All(
            all.GroupBy(entry => Math.Min(table.SelfKey.CommonPrefixLength(entry.Key), table.BucketCount - 1)),
            bucket => Assert.InRange(bucket.Count(), 1, BucketSize));
    }

    [Fact]
    public void Add_BucketFull_OldPeersStayUntilOneFails()
    {
        RoutingTable table = new(_self, new RoutingTableLimits(BucketSize: 2));
        PeerId[] far = [.. Enumerable.Range(1, 1000).Select(TestPeers.Id)
            .Where(id => table.SelfKey.CommonPrefixLength(KademliaKey.Of(id)) == 0).Take(4)];
        Add(table, far[0], 1);
        Add(table, far[1], 2);
        foreach (int near in Enumerable.Range(1000, 40))
        {
            Add(table, TestPeers.Id(near), 3);
        }

        Assert.Equal(TableAddition.Waiting, Add(table, far[2], 4));
        Assert.Equal(TableAddition.Waiting, Add(table, far[3], 5));
        Assert.Equal(far[0], table.StaleNeighbour(KademliaKey.Of(far[3]), Start.AddSeconds(2))?.Id);
        Assert.Null(table.StaleNeighbour(KademliaKey.Of(far[3]), Start.AddSeconds(1)));
        Assert.True(table.Fail(far[0]));

        Assert.Null(table.Find(far[0]));
        Assert.NotNull(table.Find(far[1]));
        Assert.NotNull(table.Find(far[3]));
        Assert.Null(table.Find(far[2]));
    }

    [Fact]
    public void Fail_NobodyWaits_GoesTheSecondTimeUnlessSeenMeanwhile()
    {
        RoutingTable table = new(_self, new RoutingTableLimits());
        PeerId peer = TestPeers.Id(1);
        Add(table, peer, 1);

        Assert.False(table.Fail(peer));
        Assert.Equal(TableAddition.Seen, Add(table, peer, 2));
        Assert.False(table.Fail(peer));
        Assert.True(table.Fail(peer));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void Add_OneAddressGroup_ThreeInTheTableAndTwoInABucket()
    {
        RoutingTable table = new(_self, new RoutingTableLimits());
        AddressGroup group = AddressGroup.Of(Multiaddress.Parse("/ip4/203.0.114.9/tcp/1"));
        List<PeerId> taken = [];
        foreach (int number in Enumerable.Range(1, 500))
        {
            if (table.Add(TestPeers.Id(number), [], group, Start) == TableAddition.Added)
            {
                taken.Add(TestPeers.Id(number));
            }
        }

        Assert.Equal(3, taken.Count);
        Assert.All(
            taken.GroupBy(id => table.SelfKey.CommonPrefixLength(KademliaKey.Of(id))),
            prefix => Assert.InRange(prefix.Count(), 1, 2));
        Assert.Equal(TableAddition.Added, table.Add(TestPeers.Id(900), [], AddressGroup.Of(TestPeers.Address(7)), Start));
        Assert.True(table.Remove(taken[0]));
        Assert.Equal(TableAddition.Added, table.Add(taken[0], [], group, Start));
    }

    [Fact]
    public void Add_Self_IsRefused() =>
        Assert.Equal(
            TableAddition.Refused,
            new RoutingTable(_self, new RoutingTableLimits()).Add(_self, [], AddressGroup.None, Start));

    private static TableAddition Add(RoutingTable table, PeerId id, int second) =>
        table.Add(id, [], AddressGroup.None, Start.AddSeconds(second));
}
