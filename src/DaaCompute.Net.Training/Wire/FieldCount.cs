using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Training.Wire;

/// <summary>Counts a message's fields before any object is made for them.</summary>
internal static class FieldCount
{
    /// <summary>How often a field occurs, up to where the message stops being one.</summary>
    public static int Of(ReadOnlySpan<byte> message, int fieldNumber)
    {
        int count = 0;
        ProtobufReader reader = new(message);
        while (reader.Read())
        {
            count += reader.FieldNumber == fieldNumber ? 1 : 0;
        }

        return count;
    }
}
