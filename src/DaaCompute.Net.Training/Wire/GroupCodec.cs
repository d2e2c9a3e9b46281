using System.Buffers;
using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire.Proto;
using DaaCompute.Net.Transport;
using Google.Protobuf;

namespace DaaCompute.Net.Training.Wire;

/// <summary>The bytes of the control messages: made, signed, read and verified.</summary>
internal sealed class GroupCodec(INodeIdentity identity, ISignatureVerifier verifier)
{
    // A view has at most 256 members (AllReduceOptions.MaximumMembers); a peer has a handful of addresses.
    private const int MaxMembers = 256;
    private const int MaxAddresses = 16;
    private const int MaxAccusations = 2 * MaxMembers;

    private static readonly MessageParser<GroupMessage> Messages = GroupMessage.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<SignedRecord> Records = SignedRecord.Parser.WithDiscardUnknownFields(true);

    private static readonly MessageParser<AnnouncementBody> Announcements =
        AnnouncementBody.Parser.WithDiscardUnknownFields(true);

    private static readonly MessageParser<StatementBody> Statements = StatementBody.Parser.WithDiscardUnknownFields(true);

    private static ReadOnlySpan<byte> StatementContext => "daa-group/1"u8;

    private static ReadOnlySpan<byte> AnnouncementContext => "daa-group-announce/1"u8;

    public static byte[] Frame(GroupId group, Heartbeat beat) => LengthPrefixed.Frame(new GroupMessage
    {
        Group = group.Value,
        Heartbeat = new HeartbeatRecord
        {
            Incarnation = beat.Sender.Incarnation,
            Epoch = beat.Epoch,
            ViewSize = (uint)beat.ViewSize,
            Committed = (ulong)beat.Committed,
            Reducing = beat.IsReducing,
            Received = (ulong)beat.Received,
            VectorLength = (uint)beat.Shape.Length,
            Operation = (uint)beat.Shape.Operation,
        },
    });

    public static byte[] Frame(GroupId group, MemberId self, ReadyTag tag)
    {
        ReadyRecord record = GroupRecords.From(tag);
        record.Incarnation = self.Incarnation;
        return LengthPrefixed.Frame(new GroupMessage { Group = group.Value, Ready = record });
    }

    public static byte[] Frame(GroupId group, MemberId self, AllReduceFailureReason leaving) =>
        LengthPrefixed.Frame(new GroupMessage
        {
            Group = group.Value,
            Leave = new LeaveRecord { Incarnation = self.Incarnation, Reason = (uint)leaving },
        });

    public static byte[] Frame(GroupId group, SignedStatement signed) => LengthPrefixed.Frame(new GroupMessage
    {
        Group = group.Value,
        Statement = Records.ParseFrom(signed.Encoded.Span),
    });

    public static byte[] Frame(Announcement announcement) => LengthPrefixed.Frame(MessageOf(announcement));

    /// <summary>The message without its length, as it is published.</summary>
    public static byte[] Publication(Announcement announcement) => MessageOf(announcement).ToByteArray();

    public SignedStatement Sign(GroupId group, ViewStatement statement)
    {
        byte[] body = GroupRecords.From(group, statement).ToByteArray();
        return new SignedStatement(statement, Seal(body, StatementContext));
    }

    public Announcement Announce(GroupId group, MemberId self, ImmutableArray<Multiaddress> addresses)
    {
        ImmutableArray<Multiaddress> told = [.. addresses.Take(MaxAddresses)];
        var body = new AnnouncementBody { Group = group.Value, Member = GroupRecords.From(self) };
        body.Addresses.AddRange(told.Select(address => ByteString.CopyFrom(address.Bytes.Span)));
        return new Announcement(group, self, told, Seal(body.ToByteArray(), AnnouncementContext));
    }

    /// <summary>Reads a control message. Signed ones still have to be verified.</summary>
    /// <param name="message">The message, without its length.</param>
    /// <param name="from">The peer it came from, which vouches for unsigned ones.</param>
    /// <exception cref="ProtocolViolationException">The bytes are no control message.</exception>
    public static GroupFrame Read(ReadOnlySequence<byte> message, PeerId from)
    {
        if (!WellFormed.IsMessage(message))
        {
            throw new ProtocolViolationException("A control message is malformed.");
        }

        try
        {
            GroupMessage parsed = Messages.ParseFrom(message);
            if (!GroupId.IsValid(parsed.Group))
            {
                throw new ProtocolViolationException("A control message names no group.");
            }

            var group = new GroupId(parsed.Group);
            return parsed.PayloadCase switch
            {
                GroupMessage.PayloadOneofCase.Announcement => ReadAnnouncement(group, parsed.Announcement),
                GroupMessage.PayloadOneofCase.Statement => ReadStatement(group, parsed.Statement),
                GroupMessage.PayloadOneofCase.Heartbeat =>
                    new GroupFrame.Beat(group, GroupRecords.ToHeartbeat(parsed.Heartbeat, from)),
                GroupMessage.PayloadOneofCase.Ready =>
                    new GroupFrame.Ready(group, parsed.Ready.Incarnation, GroupRecords.ToReady(parsed.Ready)),
                GroupMessage.PayloadOneofCase.Leave => new GroupFrame.Left(
                    group, parsed.Leave.Incarnation, GroupRecords.ToReason(parsed.Leave.Reason)),
                _ => throw new ProtocolViolationException("A control message holds nothing that is known."),
            };
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ProtocolViolationException("A control message is malformed.", exception);
        }
    }

    public bool Verify(Announcement announcement) =>
        Verify(announcement.Encoded, announcement.Member.Peer, AnnouncementContext);

    public bool Verify(SignedStatement signed) =>
        Verify(signed.Encoded, signed.Statement.Sender.Peer, StatementContext);

    private static GroupMessage MessageOf(Announcement announcement) => new()
    {
        Group = announcement.Group.Value,
        Announcement = Records.ParseFrom(announcement.Encoded.Span),
    };

    private static GroupFrame.Announced ReadAnnouncement(GroupId group, SignedRecord record)
    {
        // Counted before they are parsed: an object for each of thousands would come to many times the message.
        if (FieldCount.Of(record.Body.Span, AnnouncementBody.AddressesFieldNumber) > MaxAddresses
            || Announcements.ParseFrom(record.Body) is not { } body
            || body.Group != group.Value)
        {
            throw new ProtocolViolationException("An announcement is for another group or has too many addresses.");
        }

        // Addresses of kinds that are not known here are left out; the others are still good.
        ImmutableArray<Multiaddress> addresses = [.. body.Addresses
            .Select(bytes => Multiaddress.TryDecode(bytes.Span, out Multiaddress? address) ? address : null)
            .OfType<Multiaddress>()];
        return new GroupFrame.Announced(new Announcement(
            group, GroupRecords.ToMember(body.Member), addresses, record.ToByteArray()));
    }

    private static GroupFrame.Stated ReadStatement(GroupId group, SignedRecord record)
    {
        if (FieldCount.Of(record.Body.Span, StatementBody.MembersFieldNumber) > MaxMembers
            || FieldCount.Of(record.Body.Span, StatementBody.AccusedFieldNumber) > MaxAccusations
            || Statements.ParseFrom(record.Body) is not { } body
            || body.Group != group.Value)
        {
            throw new ProtocolViolationException("A statement is for another group or names too many members.");
        }

        return new GroupFrame.Stated(group, new SignedStatement(GroupRecords.ToStatement(body), record.ToByteArray()));
    }

    private byte[] Seal(byte[] body, ReadOnlySpan<byte> context)
    {
        byte[] signature = new byte[identity.SignatureSize];
        identity.Sign(body, context, signature);
        return new SignedRecord
        {
            Body = UnsafeByteOperations.UnsafeWrap(body),
            PublicKey = UnsafeByteOperations.UnsafeWrap(identity.PublicKey.Encoded),
            Signature = UnsafeByteOperations.UnsafeWrap(signature),
        }.ToByteArray();
    }

    private bool Verify(ReadOnlyMemory<byte> encoded, PeerId signer, ReadOnlySpan<byte> context)
    {
        SignedRecord record = Records.ParseFrom(encoded.Span);
        return PeerPublicKey.TryDecode(record.PublicKey.Span, out PeerPublicKey? key)
            && key.PeerId == signer
            && verifier.Verify(key, record.Body.Span, context, record.Signature.Span);
    }
}
