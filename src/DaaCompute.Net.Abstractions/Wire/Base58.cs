namespace DaaCompute.Net.Wire;

/// <summary>Base58 with Bitcoin's alphabet, the text form of a <see cref="PeerId"/>.</summary>
/// <remarks>Quadratic in the length, so inputs are bounded. Source: draft-msporny-base58.</remarks>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>Inputs above this are refused: no identifier of ours is longer than a hash and its header.</summary>
    private const int MaxBytes = 128;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxBytes, nameof(bytes));
        int zeros = bytes.IndexOfAnyExcept((byte)0);
        if (zeros < 0)
        {
            return new string('1', bytes.Length);
        }

        // log(256) / log(58) is just below 1.37.
        Span<byte> digits = stackalloc byte[(MaxBytes * 137 / 100) + 1];
        int count = 0;
        foreach (byte value in bytes[zeros..])
        {
            int carry = value;
            for (int index = 0; index < count || carry > 0; index++)
            {
                carry += index < count ? digits[index] << 8 : 0;
                digits[index] = (byte)(carry % 58);
                carry /= 58;
                count = Math.Max(count, index + 1);
            }
        }

        Span<char> text = stackalloc char[zeros + count];
        text[..zeros].Fill('1');
        for (int index = 0; index < count; index++)
        {
            text[zeros + index] = Alphabet[digits[count - 1 - index]];
        }

        return new string(text);
    }

    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length > MaxBytes * 137 / 100)
        {
            return false;
        }

        int zeros = text.IndexOfAnyExcept('1');
        zeros = zeros < 0 ? text.Length : zeros;
        Span<byte> reversed = stackalloc byte[MaxBytes + 1];
        int count = 0;
        foreach (char symbol in text[zeros..])
        {
            int carry = Alphabet.IndexOf(symbol, StringComparison.Ordinal);
            if (carry < 0)
            {
                return false;
            }

            for (int index = 0; index < count || carry > 0; index++)
            {
                carry += index < count ? reversed[index] * 58 : 0;
                reversed[index] = (byte)carry;
                carry >>= 8;
                count = Math.Max(count, index + 1);
            }
        }

        if (zeros + count > MaxBytes)
        {
            return false;
        }

        bytes = new byte[zeros + count];
        Span<byte> tail = bytes.AsSpan(zeros);
        reversed[..count].CopyTo(tail);
        tail.Reverse();
        return true;
    }
}
