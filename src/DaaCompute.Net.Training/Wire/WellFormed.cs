using System.Buffers;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Training.Wire;

/// <summary>
/// Tells what is no protobuf message before a parser sees it. A parser recurses into nested groups, which no message of ours
/// has, and says what it thinks of them by an exception as deep as they are.
/// </summary>
internal static class WellFormed
{
    /// <summary>Whether the outermost fields follow each other to the end, and none is a group.</summary>
    public static bool IsMessage(ReadOnlySequence<byte> message)
    {
        ProtobufReader reader = new(message.IsSingleSegment ? message.FirstSpan : message.ToArray());
        while (reader.Read())
        {
        }

        return !reader.IsMalformed;
    }
}
