using System.Buffers.Binary;

namespace DaaCompute.Net.Dht.Tests.Fakes;

/// <summary>Values under <c>/test/</c>: four bytes of a sequence number, big-endian, then anything; the highest is best.</summary>
internal sealed class NewestValidator : IRecordValidator
{
    public string Namespace => "test";

    public static byte[] Value(uint sequence, string text)
    {
        byte[] value = new byte[4 + text.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, sequence);
        System.Text.Encoding.ASCII.GetBytes(text, value.AsSpan(4));
        return value;
    }

    public bool Validate(ContentKey key, ReadOnlySpan<byte> value) => value.Length > 4;

    public int Select(ContentKey key, IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        int best = 0;
        for (int index = 1; index < values.Count; index++)
        {
            best = Sequence(values[index]) > Sequence(values[best]) ? index : best;
        }

        return best;
    }

    private static uint Sequence(ReadOnlyMemory<byte> value) => BinaryPrimitives.ReadUInt32BigEndian(value.Span);
}
