using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>Prepares a state for one of the two modes that have a key.</summary>
internal static unsafe class Blake3Mode
{
    /// <summary>Contexts up to this many bytes of UTF-8 are encoded on the stack; they are short constants.</summary>
    private const int ContextOnStack = 512;

    public static void SetKey(ref Blake3State state, Blake3Path path, ReadOnlySpan<byte> key)
    {
        if (key.Length != Blake3Parameters.KeySize)
        {
            throw new ArgumentException(
                $"A BLAKE3 key is {Blake3Parameters.KeySize} bytes, not {key.Length}.", nameof(key));
        }

        SetWords(ref state, path, key, Blake3Flags.KeyedHash);
    }

    [SkipLocalsInit]
    public static void SetContext(ref Blake3State state, Blake3Path path, string context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int room = Encoding.UTF8.GetMaxByteCount(context.Length);
        Span<byte> text = room <= ContextOnStack ? stackalloc byte[ContextOnStack] : new byte[room];
        Span<byte> key = stackalloc byte[Blake3Parameters.KeySize];
        state.Initialize(path, Blake3Parameters.Iv, Blake3Flags.DeriveKeyContext);
        state.Append(text[..Encoding.UTF8.GetBytes(context, text)]);
        state.Output(key, 0);
        SetWords(ref state, path, key, Blake3Flags.DeriveKeyMaterial);
    }

    private static void SetWords(ref Blake3State state, Blake3Path path, ReadOnlySpan<byte> key, Blake3Flags flags)
    {
        Span<uint> words = stackalloc uint[Blake3Parameters.KeyWords];
        fixed (byte* bytes = key)
        fixed (uint* target = words)
        {
            Blake3Parameters.ReadWords(bytes, Blake3Parameters.KeyWords, target);
        }

        state.Initialize(path, words, flags);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words));
    }
}
