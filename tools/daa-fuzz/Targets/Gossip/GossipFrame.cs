using System.Buffers;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Gossip;

/// <summary>A frame is an RPC with its length before it.</summary>
internal static class GossipFrame
{
    public static byte[] Content(ReadOnlyMemory<byte> frame)
    {
        FuzzFindingException.Require(
            UnsignedVarint.Read(frame.Span, out ulong length, out int read) == OperationStatus.Done
                && read + (int)length == frame.Length,
            "a frame's length is not its own");
        return frame[read..].ToArray();
    }
}
