namespace DaaCompute.Net.Wire;

/// <summary>Lower-case base32 without padding (RFC 4648, multibase prefix <c>b</c>), the text form of CIDs.</summary>
internal static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int MaxSymbols = 256;

    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.IsEmpty || text.Length > MaxSymbols)
        {
            return false;
        }

        byte[] decoded = new byte[text.Length * 5 / 8];
        int bits = 0;
        int pending = 0;
        int count = 0;
        foreach (char symbol in text)
        {
            int value = Alphabet.IndexOf(symbol, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            pending = (pending << 5) | value;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                decoded[count++] = (byte)(pending >> bits);
                pending &= (1 << bits) - 1;
            }
        }

        if (pending != 0 || bits >= 5)
        {
            return false;
        }

        bytes = decoded;
        return true;
    }
}
