using System.Buffers.Binary;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>A hop's orders: 1 action, 3 reserved, 4 delay in milliseconds, 8 reserved, 32 for whom.</summary>
internal readonly record struct HopCommand
{
    private const int DelayOffset = 4;
    private const int TargetOffset = 16;

    /// <summary>What to do.</summary>
    public required HopAction Action { get; init; }

    /// <summary>How long to hold the packet first.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The next hop's digest; of a reply, the reply block's id.</summary>
    public ContentDigest Target { get; init; }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out HopCommand command)
    {
        command = new HopCommand
        {
            Action = (HopAction)bytes[0],
            Delay = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(bytes[DelayOffset..])),
            Target = new ContentDigest(bytes.Slice(TargetOffset, OnionLayout.PeerDigestSize)),
        };

        // Whoever made the packet made the command: nothing else could have, so what is strange is no accident.
        return command.Action is HopAction.Forward or HopAction.Deliver or HopAction.Reply
            && bytes.Slice(1, 3).IndexOfAnyExcept((byte)0) < 0
            && bytes.Slice(DelayOffset + 4, 8).IndexOfAnyExcept((byte)0) < 0;
    }

    public void Write(Span<byte> destination)
    {
        destination[..OnionLayout.CommandSize].Clear();
        destination[0] = (byte)Action;
        BinaryPrimitives.WriteUInt32LittleEndian(
            destination[DelayOffset..], (uint)Math.Clamp(Delay.TotalMilliseconds, 0, uint.MaxValue));
        Target.CopyTo(destination[TargetOffset..]);
    }
}
