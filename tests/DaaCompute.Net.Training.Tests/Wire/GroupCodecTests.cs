using System.Buffers;
using DaaCompute.Net.Training.Fakes;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Transport;
using FsCheck.Xunit;

namespace DaaCompute.Net.Training.Wire;

public sealed class GroupCodecTests
{
    private static readonly GroupId Group = new("llama/42");
    private readonly MemberId _self = new(TestPeers.Id(1), 77);
    private readonly GroupCodec _codec = new(new FakeIdentity(1), new FakeVerifier());

    [Fact]
    public void Statement_ThereAndBack_IsTheSameAndVerifies()
    {
        MemberId[] members = [.. new[] { _self, new MemberId(TestPeers.Id(2), 5) }.Order()];
        var tag = new ReadyTag(3, 9, new ResultDigest(1, 2, 3, 4));
        var statement = new ViewStatement(
            _self, 4, [.. members], 3, 8, tag, [new Accusation(_self, new MemberId(TestPeers.Id(3), 6), AllReduceFailureReason.Stalled)]);
        SignedStatement signed = _codec.Sign(Group, statement);
        var read = Assert.IsType<GroupFrame.Stated>(ReadBack(GroupCodec.Frame(Group, signed)));
        Assert.True(_codec.Verify(read.Signed));
        Assert.Equal(Group, read.Group);
        Assert.Equal(statement.Members.AsEnumerable(), read.Signed.Statement.Members);
        Assert.Equal(statement.Accused.AsEnumerable(), read.Signed.Statement.Accused);
        Assert.Equal(
            statement with { Members = [], Accused = [] }, read.Signed.Statement with { Members = [], Accused = [] });
    }

    [Fact]
    public void Statement_OfAnotherSigner_DoesNotVerify()
    {
        var statement = new ViewStatement(_self, 4, [_self], 3, 8, null, []);
        SignedStatement forged = new GroupCodec(new FakeIdentity(2), new FakeVerifier()).Sign(Group, statement);
        var read = Assert.IsType<GroupFrame.Stated>(ReadBack(GroupCodec.Frame(Group, forged)));
        Assert.False(_codec.Verify(read.Signed));
    }

    [Fact]
    public void Statement_PutUnderAnotherGroup_IsRefused()
    {
        SignedStatement signed = _codec.Sign(Group, new ViewStatement(_self, 4, [_self], 3, 8, null, []));
        byte[] frame = GroupCodec.Frame(new GroupId("other"), signed);
        Assert.Throws<ProtocolViolationException>(() => ReadBack(frame));
    }

    [Fact]
    public void Announcement_ThereAndBack_IsTheSameAndServesNoOtherUse()
    {
        Announcement announcement = _codec.Announce(Group, _self, [Multiaddress.Parse("/ip4/127.0.0.1/tcp/4001")]);
        var read = Assert.IsType<GroupFrame.Announced>(ReadBack(GroupCodec.Frame(announcement)));
        Assert.True(_codec.Verify(read.Announcement));
        Assert.Equal(announcement.Addresses.AsEnumerable(), read.Announcement.Addresses);
        Assert.Equal(_self, read.Announcement.Member);
        var disguised = new SignedStatement(new ViewStatement(_self, 1, [_self], 0, 0, null, []), announcement.Encoded);
        Assert.False(_codec.Verify(disguised));
    }

    [Fact]
    public void Unsigned_ThereAndBack_AreTheSame()
    {
        var beat = new Heartbeat(_self, 3, 4, 9, true, 1000, new VectorShape(12, ReduceOperation.Max));
        Assert.Equal(beat, Assert.IsType<GroupFrame.Beat>(ReadBack(GroupCodec.Frame(Group, beat))).Heartbeat);
        var tag = new ReadyTag(3, 9, new ResultDigest(1, 2, 3, 4));
        Assert.Equal(tag, Assert.IsType<GroupFrame.Ready>(ReadBack(GroupCodec.Frame(Group, _self, tag))).Tag);
        var left = Assert.IsType<GroupFrame.Left>(ReadBack(GroupCodec.Frame(Group, _self, AllReduceFailureReason.Left)));
        Assert.Equal((AllReduceFailureReason.Left, 77UL), (left.Reason, left.Incarnation));
    }

    [Property(MaxTest = 1000)]
    public void Read_RandomBytes_IsRefusedTyped(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            Assert.Throws<ProtocolViolationException>(() => GroupCodec.Read(new ReadOnlySequence<byte>(bytes), _self.Peer));
        }
    }

    [Property(MaxTest = 1000)]
    public void Read_GoodMessageWithFlippedBits_IsReadOrRefusedTyped(int where, byte flip)
    {
        byte[] frame = GroupCodec.Frame(Group, _codec.Sign(Group, new ViewStatement(_self, 4, [_self], 3, 8, null, [])));
        frame[(where & int.MaxValue) % frame.Length] ^= flip;
        try
        {
            if (ReadBack(frame) is GroupFrame.Stated stated && flip != 0)
            {
                // A flip that still reads must touch only what is not signed: the group's name outside is compared.
                Assert.False(_codec.Verify(stated.Signed) && stated.Signed.Statement.Epoch != 4);
            }
        }
        catch (ProtocolViolationException)
        {
            // Refused, as it should be.
        }
    }

    private GroupFrame? ReadBack(byte[] frame)
    {
        var buffer = new ReadOnlySequence<byte>(frame);
        return LengthPrefixed.TryTake(ref buffer, out ReadOnlySequence<byte> message)
            ? GroupCodec.Read(message, _self.Peer)
            : null;
    }
}
