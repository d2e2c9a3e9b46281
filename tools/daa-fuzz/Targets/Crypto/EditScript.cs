using System.Buffers.Binary;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>Changes to a message, four bytes each: what to do, where (two bytes), and a value.</summary>
internal static class EditScript
{
    public const int StepSize = 4;

    /// <summary>Applies the edits that are for a message; those for others are left out.</summary>
    /// <param name="script">All edits; the first byte modulo <paramref name="of"/> says for which message each is.</param>
    /// <param name="message">The message's number.</param>
    /// <param name="of">How many messages there are.</param>
    /// <param name="original">The message as it was sent.</param>
    public static byte[] Apply(ReadOnlySpan<byte> script, int message, int of, ReadOnlySpan<byte> original)
    {
        List<byte> bytes = [.. original];
        for (; script.Length >= StepSize; script = script[StepSize..])
        {
            if (script[0] % of != message)
            {
                continue;
            }

            int at = BinaryPrimitives.ReadUInt16LittleEndian(script[1..]) % (bytes.Count + 1);
            switch (script[0] / of % 4)
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= script[3];
                    break;
                case 1:
                    bytes.Insert(at, script[3]);
                    break;
                case 2 when at < bytes.Count:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    break;
            }
        }

        return [.. bytes];
    }
}
