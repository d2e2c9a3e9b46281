using DaaCompute.Net.Transport.Runtime;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class PeerDirectoryTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTime _time = new();

    [Fact]
    public void Add_Known_MergesAddressesAndKeepsWhatThePeerSaid()
    {
        PeerDirectory directory = Create(10);
        directory.Add(Info(1, 1) with { Role = NodeRole.SuperNode, AgentVersion = "a" }, Hour);
        directory.Add(Info(1, 1, 2), Hour);

        PeerInfo? found = directory.Find(IdOf(1));

        Assert.Equal([AddressOf(1), AddressOf(2)], found!.Addresses.ToArray());
        Assert.Equal((NodeRole.SuperNode, "a"), (found.Role, found.AgentVersion));
        directory.Add(Info(1) with { AgentVersion = "b" }, Hour);
        Assert.Equal((NodeRole.Leaf, "b"), (directory.Find(IdOf(1))!.Role, directory.Find(IdOf(1))!.AgentVersion));
    }

    [Fact]
    public void Add_OlderRecord_NeverReplacesANewer()
    {
        PeerDirectory directory = Create(10);
        directory.Add(Info(1, 1) with { AgentVersion = "new", SignedRecord = new byte[] { 2 }, RecordSequence = 2 }, Hour);
        directory.Add(Info(1, 2) with { AgentVersion = "old", SignedRecord = new byte[] { 1 }, RecordSequence = 1 }, Hour);

        PeerInfo found = directory.Find(IdOf(1))!;
        Assert.Equal([AddressOf(1)], found.Addresses.ToArray());
        Assert.Equal(("new", 2UL, true), (found.AgentVersion, found.RecordSequence, found.SignedRecord.IsEmpty));

        directory.Add(Info(1, 3), Hour);
        directory.Add(Info(1, 4) with { SignedRecord = new byte[] { 3 }, RecordSequence = 3 }, Hour);
        found = directory.Find(IdOf(1))!;
        Assert.Equal([AddressOf(1), AddressOf(3), AddressOf(4)], found.Addresses.ToArray());
        Assert.Equal(("new", 3UL, true), (found.AgentVersion, found.RecordSequence, found.SignedRecord.IsEmpty));
    }

    [Fact]
    public void Add_StoredRoleOfAPeerThatHasIdentified_KeepsWhatItSaid()
    {
        PeerDirectory directory = Create(10);
        directory.Add(Info(1, 1) with { Role = NodeRole.SuperNode }, Hour);
        Assert.Equal(NodeRole.SuperNode, directory.Find(IdOf(1))!.Role);
        directory.Add(Info(1, 1) with { Role = NodeRole.RegionalHub, AgentVersion = "a" }, Hour);
        directory.Add(Info(1, 1) with { Role = NodeRole.SuperNode }, Hour);

        Assert.Equal((NodeRole.RegionalHub, "a"), (directory.Find(IdOf(1))!.Role, directory.Find(IdOf(1))!.AgentVersion));
    }

    [Fact]
    public void Find_TimePassed_EachAddressExpiresByItself()
    {
        PeerDirectory directory = Create(10);
        directory.Add(Info(1, 1), Hour);
        directory.Add(Info(1, 2), 2 * Hour);
        _time.Advance(1.5 * Hour);

        Assert.Equal([AddressOf(2)], directory.Find(IdOf(1))!.Addresses.ToArray());
        _time.Advance(Hour);
        Assert.Null(directory.Find(IdOf(1)));
        Assert.Empty(directory.Snapshot());
    }

    [Fact]
    public void Add_ManyAddresses_KeepsThoseThatLastLongest()
    {
        PeerDirectory directory = Create(10);
        for (int index = 0; index < 100; index++)
        {
            directory.Add(Info(1, index), Hour + TimeSpan.FromMinutes(index));
        }

        Assert.Equal(PeerDirectory.MaxAddressesPerPeer, directory.Find(IdOf(1))!.Addresses.Length);
        Assert.Contains(AddressOf(99), directory.Find(IdOf(1))!.Addresses);
    }

    [Fact]
    public void Remove_Known_IsForgotten()
    {
        PeerDirectory directory = Create(10);
        directory.Add(Info(1, 1), Hour);
        directory.Remove(IdOf(1));
        directory.Remove(IdOf(1));

        Assert.Null(directory.Find(IdOf(1)));
    }

    [Fact]
    public void Add_NoTime_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(10).Add(Info(1, 1), TimeSpan.Zero));

    /// <summary>Full or not, it holds just the peers that expire last, and the one that was added last.</summary>
    [Property]
    public Property Add_AnyOrder_IsBoundedAndForgetsWhoExpiresFirst()
    {
        Gen<(int Peer, int Minutes)[]> steps = Gen.ArrayOf(
            from peer in Gen.Choose(0, 30)
            from minutes in Gen.Choose(1, 500)
            select (peer, minutes));
        return Prop.ForAll(steps.ToArbitrary(), added =>
        {
            PeerDirectory directory = Create(8);
            Dictionary<PeerId, int> model = [];
            foreach ((int peer, int minutes) in added)
            {
                directory.Add(Info(peer, peer), TimeSpan.FromMinutes(minutes));
                PeerId id = IdOf(peer);
                model[id] = Math.Max(minutes, model.GetValueOrDefault(id));
                if (model.Count > 8)
                {
                    model.Remove(model.Where(known => known.Key != id).OrderBy(known => known.Value).ThenBy(known => known.Key).First().Key);
                }

                Assert.Equal(model.Keys.Order(), directory.Snapshot().Select(known => known.Id));
            }
        });
    }

    private static PeerId IdOf(int peer) => new TestIdentity((byte)peer).PeerId;

    private static Multiaddress AddressOf(int number) => Multiaddress.Parse($"/memory/{number}");

    private static PeerInfo Info(int peer, params int[] addresses) => new(IdOf(peer), [.. addresses.Select(AddressOf)]);

    private PeerDirectory Create(int capacity) =>
        new(Options.Create(new TransportOptions { DirectoryCapacity = capacity }), _time);
}
