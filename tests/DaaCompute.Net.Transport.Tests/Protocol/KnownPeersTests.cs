using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tests.Runtime;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class KnownPeersTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(10_000);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly KnownPeers _peers = new(capacity: 3, 30 * Day);

    [Fact]
    public void Meet_Dialled_PutsTheAddressThatWorkedFirst()
    {
        _peers.Meet(Info(1, 5, 6), AddressOf(7).WithPeer(IdOf(1)), Start);

        Assert.Equal([AddressOf(7), AddressOf(5), AddressOf(6)], Single().Addresses.ToArray());
    }

    [Fact]
    public void Meet_Again_KeepsAddressesThatWorkedAndDropsOthersThatAreNoLongerTold()
    {
        _peers.Meet(Info(1, 5), AddressOf(7), Start);
        _peers.Meet(Info(1, 6), AddressOf(8), Start + Day);

        Assert.Equal([AddressOf(8), AddressOf(7), AddressOf(6)], Single().Addresses.ToArray());
    }

    [Fact]
    public void Meet_OlderRecord_NeverReplacesANewer()
    {
        _peers.Meet(Info(1, 5) with { SignedRecord = new byte[] { 2 }, RecordSequence = 2 }, dialled: null, Start);
        _peers.Meet(Info(1, 6) with { SignedRecord = new byte[] { 1 }, RecordSequence = 1 }, dialled: null, Start);

        Assert.Equal([AddressOf(5)], Single().Addresses.ToArray());
        Assert.Equal((2UL, 2), (Single().RecordSequence, Single().SignedRecord.Span[0]));

        _peers.Meet(Info(1, 7) with { SignedRecord = new byte[] { 3 }, RecordSequence = 3 }, dialled: null, Start);
        Assert.Equal([AddressOf(7)], Single().Addresses.ToArray());
        Assert.Equal((3UL, 3), (Single().RecordSequence, Single().SignedRecord.Span[0]));

        _peers.Meet(Info(1, 8), dialled: null, Start);
        Assert.Equal((3UL, 3), (Single().RecordSequence, Single().SignedRecord.Span[0]));
    }

    [Fact]
    public void Meet_ManyAddresses_KeepsTheBest()
    {
        _peers.Meet(Info(1, [.. Enumerable.Range(10, 40)]), AddressOf(7), Start);

        Assert.Equal(KnownPeer.MaxAddresses, Single().Addresses.Length);
        Assert.Equal(AddressOf(7), Single().Addresses[0]);
    }

    [Fact]
    public void Meet_WithoutAnAddress_IsNotKept()
    {
        _peers.Meet(Info(1), dialled: null, Start);

        Assert.Empty(_peers.Snapshot(Start));
        Assert.False(_peers.HasChanges);
    }

    [Fact]
    public void Meet_MoreThanTheCapacity_ForgetsTheOneNotMetForLongest()
    {
        for (byte peer = 1; peer <= 3; peer++)
        {
            _peers.Meet(Info(peer, peer), dialled: null, Start + TimeSpan.FromHours(peer));
        }

        _peers.Meet(Info(1, 1), dialled: null, Start + TimeSpan.FromHours(4));
        _peers.TakeChanges(10);
        _peers.Meet(Info(4, 4), dialled: null, Start + TimeSpan.FromHours(5));

        Assert.Equal([IdOf(4), IdOf(1), IdOf(3)], _peers.Snapshot(Start + Day).Select(peer => peer.Id));
        Assert.Equal(
            new[] { (IdOf(2), false), (IdOf(4), true) }.Order(),
            _peers.TakeChanges(10).Select(change => (change.Id, change.Peer is not null)).Order());
        Assert.False(_peers.HasChanges);
    }

    [Fact]
    public void Snapshot_NotMetForLong_IsForgottenAndRemovedFromTheStore()
    {
        _peers.Meet(Info(1, 1), dialled: null, Start);
        _peers.TakeChanges(10);

        Assert.Single(_peers.Snapshot(Start + (30 * Day)));
        Assert.Empty(_peers.Snapshot(Start + (31 * Day)));
        Assert.Equal((IdOf(1), null), Assert.Single(_peers.TakeChanges(10)));
    }

    [Fact]
    public void TakeChanges_SomeAtATime_GivesEachOnce()
    {
        _peers.Meet(Info(1, 1), dialled: null, Start);
        _peers.Meet(Info(1, 2), dialled: null, Start);
        _peers.Meet(Info(2, 2), dialled: null, Start);

        Assert.Single(_peers.TakeChanges(1));
        Assert.Single(_peers.TakeChanges(1));
        Assert.Empty(_peers.TakeChanges(1));
        _peers.MarkChanged(IdOf(2));
        Assert.Single(_peers.TakeChanges(1));
    }

    [Fact]
    public void Load_Stored_IsKnownAndUnchanged()
    {
        _peers.Load(KnownPeer.Meet(null, Info(1, 5), AddressOf(6), Start), Start);

        Assert.Equal([AddressOf(6), AddressOf(5)], Single().Addresses.ToArray());
        Assert.False(_peers.HasChanges);
    }

    private PeerInfo Single() => Assert.Single(_peers.Snapshot(Start + Day));

    private static PeerId IdOf(int peer) => new TestIdentity((byte)peer).PeerId;

    private static Multiaddress AddressOf(int number) => Multiaddress.Parse($"/memory/{number}");

    private static PeerInfo Info(int peer, params int[] addresses) => new(IdOf(peer), [.. addresses.Select(AddressOf)]);
}
