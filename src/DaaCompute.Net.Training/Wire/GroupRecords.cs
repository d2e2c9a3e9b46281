using System.Collections.Immutable;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire.Proto;
using DaaCompute.Net.Transport;
using Google.Protobuf;

namespace DaaCompute.Net.Training.Wire;

/// <summary>Between the protobuf records and the types of the protocol.</summary>
internal static class GroupRecords
{
    public static MemberRecord From(MemberId member) => new()
    {
        Peer = UnsafeByteOperations.UnsafeWrap(member.Peer.Bytes),
        Incarnation = member.Incarnation,
    };

    public static ReadyRecord From(ReadyTag tag) => new()
    {
        Epoch = tag.Epoch,
        Sequence = (ulong)tag.Sequence,
        Digest = UnsafeByteOperations.UnsafeWrap(tag.Digest.ToArray()),
    };

    public static StatementBody From(GroupId group, ViewStatement statement)
    {
        var body = new StatementBody
        {
            Group = group.Value,
            Sender = From(statement.Sender),
            Epoch = statement.Epoch,
            BaseEpoch = statement.BaseEpoch,
            Committed = (ulong)statement.Committed,
        };
        body.Members.AddRange(statement.Members.Select(From));
        body.Accused.AddRange(statement.Accused.Select(one =>
            new AccusationRecord { Accused = From(one.Accused), Reason = (uint)one.Reason }));
        if (statement.Ready is { } tag)
        {
            body.Ready = From(tag);
        }

        return body;
    }

    public static ViewStatement ToStatement(StatementBody body)
    {
        MemberId sender = ToMember(body.Sender);
        ImmutableArray<MemberId> members = [.. body.Members.Select(ToMember)];
        for (int index = 1; index < members.Length; index++)
        {
            if (members[index - 1].CompareTo(members[index]) >= 0)
            {
                throw new ProtocolViolationException("A statement's members are not sorted.");
            }
        }

        if (!members.Contains(sender))
        {
            throw new ProtocolViolationException("A statement is for a view without its sender.");
        }

        return new ViewStatement(
            sender,
            body.Epoch,
            members,
            body.BaseEpoch,
            ToCount(body.Committed),
            body.Ready is null ? null : ToReady(body.Ready),
            [.. body.Accused.Select(one => new Accusation(sender, ToMember(one.Accused), ToReason(one.Reason)))]);
    }

    public static MemberId ToMember(MemberRecord? record) =>
        record is not null && PeerId.TryFromBytes(record.Peer.Span, out PeerId? peer)
            ? new MemberId(peer, record.Incarnation)
            : throw new ProtocolViolationException("A member is no peer id.");

    public static ReadyTag ToReady(ReadyRecord record) => record.Digest.Length == ResultDigest.Size
        ? new ReadyTag(record.Epoch, ToCount(record.Sequence), ResultDigest.Read(record.Digest.Span))
        : throw new ProtocolViolationException("A digest has the wrong length.");

    public static Heartbeat ToHeartbeat(HeartbeatRecord record, PeerId from) => new(
        new MemberId(from, record.Incarnation),
        record.Epoch,
        (int)Math.Min(record.ViewSize, int.MaxValue),
        ToCount(record.Committed),
        record.Reducing,
        ToCount(record.Received),
        new VectorShape((int)Math.Min(record.VectorLength, int.MaxValue), (ReduceOperation)record.Operation));

    /// <summary>A reason that this version does not know is kept as unknown.</summary>
    public static AllReduceFailureReason ToReason(uint reason) => reason <= (uint)AllReduceFailureReason.Diverged
        ? (AllReduceFailureReason)reason
        : AllReduceFailureReason.Unknown;

    private static long ToCount(ulong value) => value <= long.MaxValue
        ? (long)value
        : throw new ProtocolViolationException("A count is out of range.");
}
