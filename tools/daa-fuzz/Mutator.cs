namespace DaaCompute.Net.Fuzz;

/// <summary>Changes inputs at random, the same way for the same seed.</summary>
internal sealed class Mutator(int seed, int maxLength = 4096)
{
    private static readonly byte[] Interesting = [0, 1, 0x0A, 0x12, 0x2F, 0x7F, 0x80, 0x81, 0xFE, 0xFF];

    private readonly Random _random = new(seed);

    /// <summary>One to six changes of one input, among them pieces of another.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> input, ReadOnlySpan<byte> other)
    {
        List<byte> bytes = [.. input];
        for (int changes = _random.Next(1, 7); changes > 0; changes--)
        {
            Change(bytes, other);
        }

        return [.. bytes.Take(maxLength)];
    }

    private void Change(List<byte> bytes, ReadOnlySpan<byte> other)
    {
        int at = _random.Next(bytes.Count + 1);
        int length = Math.Min(1 + _random.Next(16), bytes.Count - at);
        switch (_random.Next(8))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when length > 0:
                bytes[at] = Interesting[_random.Next(Interesting.Length)];
                break;
            case 2 when length > 0:
                bytes[at] += (byte)_random.Next(-8, 9);
                break;
            case 3:
                bytes.Insert(at, (byte)_random.Next(256));
                break;
            case 4 when length > 0:
                bytes.RemoveRange(at, length);
                break;
            case 5 when length > 0:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 6 when !other.IsEmpty:
                int start = _random.Next(other.Length);
                bytes.InsertRange(at, other.Slice(start, Math.Min(other.Length - start, 1 + _random.Next(64))).ToArray());
                break;
            case 7 when length > 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.Add((byte)_random.Next(256));
                break;
        }
    }
}
