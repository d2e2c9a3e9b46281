using System.Runtime.CompilerServices;
using DaaCompute.Net.Crypto.Hashing;

namespace DaaCompute.Net.Crypto;

/// <summary>BLAKE3 over input that is all at hand. Source: the BLAKE3 specification.</summary>
/// <remarks>Safe for concurrent use. An output of 32 bytes is the usual digest; shorter ones are its prefix.</remarks>
public static class Blake3
{
    /// <summary>The usual digest's size, in bytes.</summary>
    public const int DigestSize = IContentHash.DigestSize;

    /// <summary>The size of a key, in bytes.</summary>
    public const int KeySize = Blake3Parameters.KeySize;

    /// <summary>Hashes on the calling thread.</summary>
    /// <param name="data">The message.</param>
    /// <param name="output">As many bytes as are wanted.</param>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> output)
    {
        Hash(Blake3Compressor.Widest, data, output);
    }

    /// <summary>Hashes on the calling thread.</summary>
    /// <param name="data">The message.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        byte[] digest = new byte[DigestSize];
        Hash(data, digest);
        return digest;
    }

    /// <summary>
    /// Hashes on all cores, for inputs of megabytes, with the same output as
    /// <see cref="Hash(ReadOnlySpan{byte}, Span{byte})"/>.
    /// </summary>
    /// <param name="data">The message; it must not change meanwhile.</param>
    /// <param name="output">As many bytes as are wanted.</param>
    /// <param name="cancellationToken">Gives up between pieces of 256 KiB; the output is then untouched.</param>
    public static Task HashParallelAsync(
        ReadOnlyMemory<byte> data, Memory<byte> output, CancellationToken cancellationToken = default)
    {
        return Blake3Parallel.HashAsync(Blake3Compressor.Widest, data, output, cancellationToken);
    }

    /// <summary>Hashes with a key: a message authentication code, or a random function.</summary>
    /// <param name="key">Exactly 32 bytes.</param>
    /// <param name="data">The message.</param>
    /// <param name="output">As many bytes as are wanted.</param>
    /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
    [SkipLocalsInit]
    public static void KeyedHash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> output)
    {
        Unsafe.SkipInit(out Blake3State state);
        Blake3Mode.SetKey(ref state, Blake3Compressor.Widest, key);
        state.Append(data);
        state.Output(output, 0);
        state.Clear();
    }

    /// <summary>Derives a key from key material.</summary>
    /// <param name="context">
    /// What the key is for: hard-coded, unique in the world, by convention application, date and purpose.
    /// </param>
    /// <param name="keyMaterial">Any length; not a password.</param>
    /// <param name="output">The key, of any length.</param>
    [SkipLocalsInit]
    public static void DeriveKey(string context, ReadOnlySpan<byte> keyMaterial, Span<byte> output)
    {
        Unsafe.SkipInit(out Blake3State state);
        Blake3Mode.SetContext(ref state, Blake3Compressor.Widest, context);
        state.Append(keyMaterial);
        state.Output(output, 0);
        state.Clear();
    }

    [SkipLocalsInit]
    internal static void Hash(Blake3Path path, ReadOnlySpan<byte> data, Span<byte> output)
    {
        Unsafe.SkipInit(out Blake3State state);
        state.Initialize(path, Blake3Parameters.Iv, Blake3Flags.None);
        state.Append(data);
        state.Output(output, 0);
    }
}
