using System.Buffers;
using DaaCompute.Net.Fuzz.Targets.Crypto;
using DaaCompute.Net.Training;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.Training;

/// <summary>A control message of a group says the same when it is framed again; a signature proves its signer alone.</summary>
[Decodes(typeof(GroupCodec), nameof(GroupCodec.Read))]
[Decodes(typeof(GroupCodec), nameof(GroupCodec.Verify))]
[Decodes(typeof(ResultDigest), nameof(ResultDigest.Read))]
internal sealed class GroupMessageTarget : CodecTarget<GroupFrame>
{
    private static readonly GroupId Group = new("llama/42");
    private static readonly HashIdentity Identity = new("member", PeerKeyType.Ed25519);
    private static readonly MemberId Self = new(Identity.PeerId, 77);
    private static readonly GroupCodec Codec = new(Identity, new HashVerifier(acceptsAll: false));

    public override string Name => "group-message";

    public override AllocationLimit Limit { get; } = new(
        32, 32768, "At most 256 members, 512 accusations and 16 addresses are kept, each an object; a refusal is an exception.");

    public override IEnumerable<byte[]> Seeds()
    {
        MemberId other = new(Samples.Key(PeerKeyType.MlDsa65, "other").PeerId, 5);
        ReadyTag tag = new(3, 9, new ResultDigest(1, 2, 3, 4));
        ViewStatement statement = new(
            Self, 4, [.. new[] { Self, other }.Order()], 3, 8, tag, [new Accusation(Self, other, AllReduceFailureReason.Stalled)]);
        Heartbeat beat = new(Self, 3, 4, 9, true, 1000, new VectorShape(12, ReduceOperation.Max));
        byte[][] frames =
        [
            GroupCodec.Frame(Codec.Announce(Group, Self, [.. Samples.Addresses])),
            GroupCodec.Frame(Group, Codec.Sign(Group, statement)),
            GroupCodec.Frame(Group, beat),
            GroupCodec.Frame(Group, Self, tag),
            GroupCodec.Frame(Group, Self, AllReduceFailureReason.Left),
        ];
        return frames.Select(MessageOf);
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out GroupFrame? value)
    {
        try
        {
            value = GroupCodec.Read(new ReadOnlySequence<byte>(input.ToArray()), Self.Peer);
            return true;
        }
        catch (ProtocolViolationException)
        {
            value = null;
            return false;
        }
    }

    protected override byte[] Encode(GroupFrame value) => MessageOf(value switch
    {
        GroupFrame.Announced announced => GroupCodec.Frame(announced.Announcement),
        GroupFrame.Stated stated => GroupCodec.Frame(stated.Group, stated.Signed),
        GroupFrame.Beat beat => GroupCodec.Frame(beat.Group, beat.Heartbeat),
        GroupFrame.Ready ready => GroupCodec.Frame(ready.Group, new MemberId(Self.Peer, ready.Incarnation), ready.Tag),
        GroupFrame.Left left => GroupCodec.Frame(left.Group, new MemberId(Self.Peer, left.Incarnation), left.Reason),
        _ => throw new FuzzFindingException($"a frame of an unknown kind: {value.GetType().Name}"),
    });

    protected override void Check(GroupFrame value, ReadOnlySpan<byte> input)
    {
        bool isProved = value switch
        {
            GroupFrame.Announced announced => Codec.Verify(announced.Announcement),
            GroupFrame.Stated stated => Codec.Verify(stated.Signed),
            _ => false,
        };
        FuzzFindingException.Require(
            !isProved || value is GroupFrame.Stated or GroupFrame.Announced, "what nobody signed is proved");
    }

    private static byte[] MessageOf(byte[] frame)
    {
        ReadOnlySequence<byte> buffer = new(frame);
        FuzzFindingException.Require(
            LengthPrefixed.TryTake(ref buffer, out ReadOnlySequence<byte> message) && buffer.IsEmpty, "a frame is no frame");
        return message.ToArray();
    }
}
